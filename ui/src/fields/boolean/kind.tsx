import type { Value } from '@/api/types'
import { pickedKind } from '../make'
import type { Speech } from '../types'

function shown(value: Value, speech: Speech): string {
  return value === true ? speech.t('yes') : value === false ? speech.t('no') : ''
}

export const boolean = pickedKind({
  width: 80,
  Cell: ({ value, speech }) => <>{shown(value, speech)}</>,
  toText: (value, _field, speech) => shown(value, speech),
  toWire: (value) => (typeof value === 'boolean' ? value : null),
  ops: ['eq', 'ne', 'is_empty', 'not_empty'],
})
