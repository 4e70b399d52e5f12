import type { Choice, Field } from '@/api/types'
import { Tag } from '@/ui/bits'
import { ONE_OPS, pickedKind } from '../make'
import type { Speech } from '../types'
import { textOf } from '../values'

export function optionOf(field: Field, key: string): Choice | undefined {
  return field.options?.find((option) => option.key === key)
}

/** An option that the definition no longer has shows its key rather than nothing. */
export function optionText(field: Field, key: string, speech: Speech): string {
  const option = optionOf(field, key)
  return option ? speech.words(option.label) : key
}

export const choice = pickedKind({
  width: 112,
  Cell: ({ value, field, speech }) => {
    const key = textOf(value)
    return key ? <Tag color={optionOf(field, key)?.color}>{optionText(field, key, speech)}</Tag> : null
  },
  toText: (value, field, speech) => { const key = textOf(value); return key ? optionText(field, key, speech) : '' },
  ops: ONE_OPS,
})
