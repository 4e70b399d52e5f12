import type { Field, FieldKind, Op, Value } from '@/api/types'
import { address } from './address/kind'
import { boolean } from './boolean/kind'
import { choice } from './choice/kind'
import { choices } from './choices/kind'
import { date } from './date/kind'
import { datetime } from './datetime/kind'
import { department } from './department/kind'
import { email } from './email/kind'
import { longText } from './long_text/kind'
import { textKind } from './make'
import { money } from './money/kind'
import { number } from './number/kind'
import { percent } from './percent/kind'
import { person } from './person/kind'
import { phone } from './phone/kind'
import { relation } from './relation/kind'
import { relations } from './relations/kind'
import { serial } from './serial/kind'
import { tags } from './tags/kind'
import { text } from './text/kind'
import type { Invalid, KindUi } from './types'
import { url } from './url/kind'
import { isEmptyValue } from './values'

export const kinds: Record<FieldKind, KindUi> = {
  text, long_text: longText, number, percent, money, date, datetime, boolean, choice, choices, tags,
  person, department, relation, relations, phone, email, url, address, serial,
}

/** A kind that this version does not know is shown as text and never edited. */
const unknown = textKind({ typed: false, toText: (value) => (typeof value === 'object' && value ? JSON.stringify(value) : String(value ?? '')) })

export function isKnown(field: Field): boolean {
  return field.kind in kinds
}

export function kindOf(field: Field): KindUi {
  return kinds[field.kind] ?? unknown
}

/** What may be asked of a field: what the server allows, in our order. */
export function opsOf(field: Field): Op[] {
  const known = kindOf(field).ops
  return field.ops ? known.filter((op) => field.ops?.includes(op)) : [...known]
}

/** What is wrong with what was typed, before the server is asked. */
export function validate(draft: Value, field: Field): Invalid | null {
  const parsed = kindOf(field).parse(draft, field)
  if (!parsed.ok) return parsed.code
  return field.required && isEmptyValue(parsed.value) ? 'invalid.required' : null
}
