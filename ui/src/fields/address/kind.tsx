import type { Value } from '@/api/types'
import { ok, pickedKind } from '../make'
import { isAddress, isEmptyValue } from '../values'

/** One line; a municipality is not said twice (北京市 北京市). */
export function addressText(value: Value): string {
  if (!isAddress(value)) return ''
  const { province, city, district, detail } = value
  return [province, city === province ? '' : city, district, detail].filter(Boolean).join('')
}

export const address = pickedKind({
  width: 240,
  Cell: ({ value }) => <>{addressText(value)}</>,
  toText: addressText,
  parse: (draft) => {
    if (isEmptyValue(draft)) return ok(null)
    if (isAddress(draft) && draft.district && !draft.city) return { ok: false, code: 'invalid.address' }
    return ok(draft)
  },
  ops: ['contains', 'starts_with', 'is_empty', 'not_empty'],
})
