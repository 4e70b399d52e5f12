import type { Field, Value } from '@/api/types'
import { formatNumber, plainNumber } from '@/i18n/format'
import { ok, ORDER_OPS, textKind } from '../make'
import { isEmptyValue, readNumber, textOf, wireNumber } from '../values'

function shown(value: Value, field: Field): string {
  return typeof value === 'number' || typeof value === 'string' ? formatNumber(value, field.decimals ?? undefined) : ''
}

export const number = textKind({
  width: 112,
  align: 'right',
  Cell: ({ value, field }) => <span className="num">{shown(value, field)}</span>,
  toText: shown,
  toDraft: (value) => (typeof value === 'number' ? plainNumber(value) : textOf(value)),
  parse: (draft) => {
    if (isEmptyValue(draft)) return ok(null)
    const read = readNumber(textOf(draft))
    return read === null ? { ok: false, code: 'invalid.number' } : ok(wireNumber(read))
  },
  ops: ORDER_OPS,
})
