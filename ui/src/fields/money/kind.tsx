import type { Field, Value } from '@/api/types'
import { fixDecimals, formatMoney } from '@/i18n/format'
import { ok, ORDER_OPS, textKind } from '../make'
import { isEmptyValue, isMoney, readNumber, textOf } from '../values'

function shown(value: Value, field: Field): string {
  return isMoney(value) ? formatMoney(value.amount, value.currency, field.decimals ?? 2) : ''
}

export const money = textKind({
  width: 136,
  align: 'right',
  Cell: ({ value, field }) => <span className="num">{shown(value, field)}</span>,
  toText: shown,
  toDraft: (value) => (isMoney(value) ? value.amount : textOf(value)),
  parse: (draft, field) => {
    if (isEmptyValue(draft)) return ok(null)
    const read = readNumber(textOf(draft))
    if (read === null) return { ok: false, code: 'invalid.number' }
    const decimals = Math.max(field.decimals ?? 2, 0)
    if ((read.split('.')[1] ?? '').replace(/0+$/, '').length > decimals) return { ok: false, code: 'invalid.decimals' }
    return ok({ amount: fixDecimals(read, decimals), currency: field.currency ?? 'CNY' })
  },
  ops: ORDER_OPS,
})
