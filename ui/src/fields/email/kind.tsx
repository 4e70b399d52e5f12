import { ok, textKind } from '../make'
import { narrow, textOf } from '../values'

export const email = textKind({
  width: 200,
  parse: (draft) => {
    const text = narrow(textOf(draft))
    if (text === '') return ok(null)
    return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text) ? ok(text) : { ok: false, code: 'invalid.email' }
  },
})
