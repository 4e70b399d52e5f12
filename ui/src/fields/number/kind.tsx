import type { Field, Value } from '@/api/types'
import { formatNumber, plainNumber } from '@/i18n/format'
import { ok, ORDER_OPS, textKind } from '../make'
import { isEmptyValue, readNumber, textOf, wireNumber } from '../values'

const YEAR = /年份$|年度$|\byear\b/i

/** A year is not written as a quantity: 1985, not 1,985. Its field is an integer that is called so. */
function isYear(value: Value, field: Field): boolean {
  return field.decimals === 0 && Number(value) >= 1000 && Number(value) < 3000 && Object.values(field.label).some((label) => YEAR.test(label ?? ''))
}

function shown(value: Value, field: Field): string {
  if (isYear(value, field)) return textOf(value)
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
