import type { Field, ObjectMeta } from '@/api/types'
import type { Words } from '@/i18n'
import { isEditable, shownFields } from '@/meta/objects'

export interface Section { key: string; label: Words | string | null; fields: Field[] }

function keyOf(section: Field['section']): string {
  return !section ? '' : typeof section === 'string' ? section : JSON.stringify(section)
}

function labelOf(object: ObjectMeta, section: Field['section']): Words | string | null {
  const named = typeof section === 'string' ? object.sections?.find((each) => each.key === section) : undefined
  return named?.label ?? section ?? null
}

/** Fields by section, in the order of the definition; what the system keeps stands last. */
export function sectionsOf(object: ObjectMeta): Section[] {
  const sections = new Map<string, Section>()
  for (const field of shownFields(object)) {
    const key = field.system ? ' system' : keyOf(field.section)
    const known = sections.get(key)
    if (known) known.fields.push(field)
    else sections.set(key, { key, label: field.system ? null : labelOf(object, field.section), fields: [field] })
  }
  const all = [...sections.values()]
  return [...all.filter((section) => section.key !== ' system'), ...all.filter((section) => section.key === ' system')]
}

/** What a person fills in for a new record: the title and what is required first, the rest behind "more". */
export function formFields(object: ObjectMeta): { first: Field[]; more: Field[] } {
  const fields = shownFields(object).filter((field) => isEditable(object, field))
  const isFirst = (field: Field): boolean => Boolean(field.required) || field.key === object.title
  const first = fields.filter(isFirst)
  const few = first.length >= 4 ? [] : fields.filter((field) => !isFirst(field) && !field.system && field.kind !== 'long_text').slice(0, 4 - first.length)
  const shown = new Set([...first, ...few])
  return { first: fields.filter((field) => shown.has(field)), more: fields.filter((field) => !shown.has(field)) }
}
