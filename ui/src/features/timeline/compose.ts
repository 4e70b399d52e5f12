import type { Field, ObjectMeta } from '@/api/types'
import { isEditable, shownFields } from '@/meta/objects'

/** An object whose records tell what happened to records like this one, and the field that leads here. */
export interface Source { object: ObjectMeta; relation: Field }

export function sourcesOf(objects: readonly ObjectMeta[], target: string): Source[] {
  return objects.flatMap((object) => {
    const relation = object.fields.find((field) => object.timeline?.includes(field.key) && field.target === target)
    return relation && object.can.create && relation.level === 'edit' ? [{ object, relation }] : []
  })
}

export interface Shape {
  /** 跟进, 电话, 拜访: chosen with one click. */
  kind: Field | undefined
  /** What happened, in words. */
  body: Field | undefined
  /** When to call again. */
  next: Field | undefined
  others: Field[]
}

const MOST_KINDS = 8

/** The short form: what is required, the words, and the next date. Everything else is for the record's own page. */
export function shapeOf({ object, relation }: Source): Shape {
  const fields = shownFields(object).filter((field) => field.key !== relation.key && isEditable(object, field))
  const kinds = fields.filter((field) => field.kind === 'choice' && !field.system && (field.options?.length ?? 0) <= MOST_KINDS)
  const kind = kinds.find((field) => field.required) ?? kinds[0]
  const texts = fields.filter((field) => field.kind === 'long_text')
  const body = texts.find((field) => field.required) ?? texts[0] ?? fields.find((field) => field.key === object.title && field.kind === 'text')
  const dates = fields.filter((field) => field.kind === 'date' || field.kind === 'datetime')
  const next = dates.find((field) => !field.required && /next|due|follow/.test(field.key))
  const others = fields.filter((field) => field.required && field !== kind && field !== body && field !== next)
  return { kind, body, next, others }
}

/** The first day of each answer to "when again". */
export const SOON = [1, 3, 7] as const
