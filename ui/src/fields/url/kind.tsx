import { ok, textKind } from '../make'
import { narrow, textOf } from '../values'

/** An address that is safe to make a link of: http and https only. */
export function safeLink(text: string): string | null {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[\w.-]+:\d+(\/|$)/.test(text) ? text : `https://${text}`
  try {
    const link = new URL(full)
    return (link.protocol === 'http:' || link.protocol === 'https:') && link.hostname.includes('.') ? link.href : null
  } catch {
    return null
  }
}

export const url = textKind({
  width: 180,
  parse: (draft) => {
    const text = narrow(textOf(draft))
    if (text === '') return ok(null)
    return safeLink(text) ? ok(text) : { ok: false, code: 'invalid.url' }
  },
})
