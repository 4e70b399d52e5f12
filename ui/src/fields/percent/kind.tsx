import type { Field, Value } from '@/api/types'
import { formatPercent, plainNumber, shiftPoint } from '@/i18n/format'
import { ok, ORDER_OPS, textKind } from '../make'
import { isEmptyValue, narrow, readNumber, textOf, wireNumber } from '../values'

function shown(value: Value, field: Field): string {
  return typeof value === 'number' || typeof value === 'string' ? formatPercent(value, field.decimals ?? undefined) : ''
}

/** Stored as the fraction, typed and shown in hundredths; `8折` is 80 %, `85折` 85 %. */
export const percent = textKind({
  width: 96,
  align: 'right',
  Cell: ({ value, field }) => <span className="num">{shown(value, field)}</span>,
  toText: shown,
  toDraft: (value) => (typeof value === 'number' || (typeof value === 'string' && value) ? shiftPoint(plainNumber(value), 2) : ''),
  parse: (draft) => {
    if (isEmptyValue(draft)) return ok(null)
    const text = narrow(textOf(draft))
    const read = readNumber(text.replace(/[%折]$/, ''))
    if (read === null) return { ok: false, code: 'invalid.percent' }
    const tenths = text.endsWith('折') && Number(read) < 10
    return ok(wireNumber(shiftPoint(read, tenths ? -1 : -2)))
  },
  ops: ORDER_OPS,
})
