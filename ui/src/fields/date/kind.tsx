import { readDay } from '@/i18n/zone'
import { DAY_OPS, ok, textKind } from '../make'
import { isEmptyValue, narrow, textOf } from '../values'

export const date = textKind({
  width: 116,
  Cell: ({ value }) => <span className="num">{textOf(value)}</span>,
  parse: (draft) => {
    if (isEmptyValue(draft)) return ok(null)
    const day = readDay(narrow(textOf(draft)))
    return day === null ? { ok: false, code: 'invalid.date' } : ok(day)
  },
  ops: DAY_OPS,
})
