import type { Condition, Field, ObjectMeta, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { shapeOf, type Filter, type FilterNode, type Rule } from './model'

type Names = Readonly<Record<string, string>>

/** The field at the end of a path over relations, with the fields on the way; undefined if the person knows no such path. */
export function fieldsAt(object: ObjectMeta, objects: readonly ObjectMeta[], path: string): Field[] | undefined {
  const found: Field[] = []
  let at: ObjectMeta | undefined = object
  for (const key of path.split('.')) {
    const field: Field | undefined = at?.fields.find((each) => each.key === key)
    if (!field) return undefined
    found.push(field)
    at = objects.find((each) => each.key === field.target)
  }
  return found
}

function spanDraft(value: unknown): Value {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return null
  const [side, length] = Object.entries(value)[0] ?? []
  return side && typeof length === 'string' ? `${side}_${length}` : null
}

function draftOf(value: unknown, field: Field, names: Names): Value {
  if (typeof value === 'string' && value.startsWith('$')) return value
  const isReference = field.kind === 'person' || field.kind === 'department' || field.kind === 'relation'
  if (isReference && typeof value === 'string') return { id: value, title: names[value] ?? '—' }
  const kind = kindOf(field)
  if (field.kind === 'money' && (typeof value === 'string' || typeof value === 'number')) return String(value)
  return kind.typed ? kind.toDraft(value as Value, field) : (value as Value)
}

function manyDraft(values: unknown[], field: Field, names: Names): Rule['value'] {
  if (field.kind === 'person' || field.kind === 'department' || field.kind === 'relation' || field.kind === 'relations') {
    return { items: values.map((id) => ({ id: String(id), title: names[String(id)] ?? (id === '$me' ? '@' : '—') })), more: false }
  }
  return values.map((value) => draftOf(value, field, names))
}

function ruleOf(condition: { field: string; op: Rule['op']; value?: unknown }, field: Field, names: Names): Rule {
  const { op, value } = condition
  const rule: Rule = { field: condition.field, op, ...(condition.field === field.key ? {} : { kind: field.kind }) }
  switch (shapeOf(op)) {
    case 'none': return rule
    case 'period': case 'edge': return { ...rule, value: spanDraft(value) }
    case 'two': return { ...rule, value: Array.isArray(value) ? value.map((each) => draftOf(each, field, names)) : undefined }
    case 'many': return { ...rule, value: Array.isArray(value) ? manyDraft(value, field, names) : undefined }
    case 'one': return { ...rule, value: op === 'contains' || op === 'starts_with' ? (value as Value) : draftOf(value, field, names) }
  }
}

/** A condition as sentences that can be edited; undefined where it is about fields that the person does not know. */
export function readCondition(condition: Condition | null, object: ObjectMeta, objects: readonly ObjectMeta[], names: Names): Filter | undefined {
  if (!condition) return undefined
  const read = (part: Condition): FilterNode | undefined => {
    if ('and' in part) return group('and', part.and)
    if ('or' in part) return group('or', part.or)
    if ('not' in part) return 'or' in part.not ? group('none', part.not.or) : group('none', [part.not])
    const field = fieldsAt(object, objects, part.field)?.at(-1)
    return field && ruleOf(part, field, names)
  }
  const group = (all: Filter['all'], parts: Condition[]): Filter | undefined => {
    const rules = parts.map(read)
    return rules.every((rule) => rule !== undefined) ? { all, rules } : undefined
  }
  const whole = read(condition)
  if (!whole) return undefined
  return 'rules' in whole ? whole : { all: 'and', rules: [whole] }
}

