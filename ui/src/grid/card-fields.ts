import type { Field, ObjectMeta, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { isEmptyValue, textOf } from '@/fields/values'
import { shownFields, tagFields } from '@/meta/objects'

/** The few fields that a card has room for. */
export interface CardFields { tag: Field | undefined; owner: Field | undefined; number: Field | undefined; facts: Field[] }

const ORDER = ['relation', 'money', 'phone', 'date', 'text', 'choice', 'number']
const MOST = 8

/** A stage or grade as the tag, the owner, and what says most in a line. */
export function cardFields(object: ObjectMeta): CardFields {
  const fields = shownFields(object).filter((field) => field.key !== object.title)
  const [tag] = tagFields(object)
  const own = fields.filter((field) => !field.system && field !== tag && ORDER.includes(field.kind))
  const byKind = ORDER.map((kind) => own.filter((field) => field.kind === kind))
  // One of each kind first: three amounts say less than an amount, a contact and a number to call.
  const facts = [...byKind.flatMap((fields) => fields.slice(0, 1)), ...byKind.flatMap((fields) => fields.slice(1))].slice(0, MOST)
  return { tag, owner: fields.find((field) => field.key === 'owner'), number: fields.find((field) => field.kind === 'serial'), facts }
}

/** What a card is called: its title, else its number. */
export function nameOn({ number }: CardFields, record: Rec): string {
  return record.title || (number ? textOf(valueIn(record, number.key)) : '')
}

/** Three facts that this record has; masked ones only where nothing else is filled. */
export function factsOf(fields: CardFields, record: Rec): Field[] {
  const filled = fields.facts.filter((field) => !isEmptyValue(valueIn(record, field.key)))
  const isMasked = (field: Field): boolean => record._masked?.includes(field.key) ?? false
  return [...filled.filter((field) => !isMasked(field)), ...filled.filter(isMasked)].slice(0, 3)
}
