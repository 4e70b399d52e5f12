import { ok, TEXT_OPS, textKind } from '../make'
import { narrow, textOf } from '../values'

/** Mobiles, lines with area code and extension, foreign numbers: digits with the usual separators. The server normalises. */
export const phone = textKind({
  width: 136,
  Cell: ({ value }) => <span className="num">{textOf(value)}</span>,
  parse: (draft) => {
    const text = narrow(textOf(draft))
    if (text === '') return ok(null)
    const digits = text.replace(/\D/g, '')
    const fits = /^\+?[\d\s()*#,转ext.-]+$/i.test(text) && digits.length >= 5 && digits.length <= 24
    return fits ? ok(text) : { ok: false, code: 'invalid.phone' }
  },
  ops: TEXT_OPS,
})
