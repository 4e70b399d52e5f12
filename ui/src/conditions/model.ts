import type { Condition, Field, FieldKind, Op, Value } from '@/api/types'
import { kindOf, opsOf } from '@/fields/registry'
import { isEmptyValue, isMoney, isRefs, isRefValue } from '@/fields/values'

/**
 * One sentence of a filter. The value is a draft: what was typed, or what was picked, with its title. A field of a related record is a path
 * (`customer.level`) and brings the kind of its end along, so that an address can be read without the model of the other object.
 */
export interface Rule { field: string; op: Op; value?: Value | Value[] | undefined; kind?: FieldKind | undefined }
export type Joint = 'and' | 'or' | 'none'
/** Sentences that hold together: all of them, any, or none. */
export interface Filter { all: Joint; rules: FilterNode[] }
export type FilterNode = Rule | Filter

export const EMPTY_FILTER: Filter = { all: 'and', rules: [] }
/** How deep groups stand in each other on the screen. */
export const DEEPEST = 3
const MOST_RULES = 200
/** Relative times that are offered by name; `last_30d` and its like may have any length. */
export const PERIODS = [
  'today', 'yesterday', 'tomorrow', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month', 'next_month', 'this_quarter', 'last_quarter', 'next_quarter',
  'this_year', 'last_year', 'next_year', 'last_7d', 'last_30d', 'last_90d', 'next_7d', 'next_30d',
] as const
export type PeriodKey = (typeof PERIODS)[number]
export type Shape = 'none' | 'one' | 'two' | 'many' | 'period' | 'edge'

export function isGroup(node: FilterNode): node is Filter {
  return 'rules' in node
}

/** The shape of what a field is compared with. */
export function shapeOf(op: Op): Shape {
  if (op === 'is_empty' || op === 'not_empty') return 'none'
  if (op === 'between') return 'two'
  if (op === 'within') return 'period'
  if (op === 'before' || op === 'after') return 'edge'
  return op === 'in' || op === 'not_in' || op.startsWith('has_') ? 'many' : 'one'
}

const LENGTH = /^(last|next)_([1-9]\d{0,3})([hdwmqy])$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A stretch of time of any length, as `last_45d`. */
export function lengthOf(value: unknown): { side: 'last' | 'next'; number: string; unit: string } | null {
  const match = typeof value === 'string' ? LENGTH.exec(value) : null
  return match?.[1] && match[2] && match[3] ? { side: match[1] === 'next' ? 'next' : 'last', number: match[2], unit: match[3] } : null
}

function periodValue(key: string): unknown {
  const length = lengthOf(key)
  return length ? { [length.side]: `${length.number}${length.unit}` } : key
}

const NONE = Symbol('not a value')
const WORDS = new Set<unknown>(['$me', '$my_department', '$today', '$now'])

/** A parsed value as a condition compares it; money is compared by amount, references by id. */
function bare(value: Value): unknown {
  if (isMoney(value)) return value.amount
  if (isRefValue(value)) return value.id
  return value
}

function one(draft: Value, field: Field): unknown {
  if (WORDS.has(draft)) return draft
  const parsed = kindOf(field).parse(draft, field)
  return parsed.ok && !isEmptyValue(parsed.value) ? bare(parsed.value) : NONE
}

function many(draft: Value | Value[], field: Field): unknown {
  if (isRefs(draft as Value)) {
    const refs = draft as { items: { id: string }[] }
    return refs.items.length > 0 ? refs.items.map((ref) => ref.id) : NONE
  }
  if (!Array.isArray(draft) || draft.length === 0) return NONE
  const typed = kindOf(field).typed
  const values = draft.map((item) => (typed ? one(item, field) : item))
  return values.includes(NONE) ? NONE : values
}

function span(draft: unknown, isEdge: boolean): unknown {
  if (typeof draft !== 'string' || draft === '') return NONE
  if (DAY.test(draft)) return isEdge ? draft : NONE
  const text = draft.replaceAll('/', '-')
  if (isEdge && /^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) return text.replace(/-(\d)(?=-|$)/g, '-0$1')
  return lengthOf(draft) || PERIODS.some((period) => period === draft) ? periodValue(draft) : NONE
}

function valueOf(rule: Rule, field: Field): unknown {
  const draft = rule.value as Value
  switch (shapeOf(rule.op)) {
    case 'none': return undefined
    case 'period': return span(draft, false)
    case 'edge': return span(draft, true)
    case 'many': return many(draft, field)
    case 'two': {
      if (!Array.isArray(draft)) return NONE
      const pair = [one(draft[0] ?? null, field), one(draft[1] ?? null, field)]
      return pair.includes(NONE) ? NONE : pair
    }
    case 'one': return rule.op === 'contains' || rule.op === 'starts_with' ? (typeof draft === 'string' && draft.trim() ? draft.trim() : NONE) : one(draft, field)
  }
}

/** The field that a sentence is about, as far as its value must be read. */
function endOf(rule: Rule, fields: readonly Field[]): Field | undefined {
  if (!rule.field.includes('.')) return fields.find((field) => field.key === rule.field)
  return rule.kind && { key: rule.field, kind: rule.kind, label: {}, level: 'read' }
}

/** What the server is asked; null while the sentence is not finished or no longer makes sense. */
export function conditionOf(rule: Rule, fields: readonly Field[]): Condition | null {
  const field = endOf(rule, fields)
  if (!field || !opsOf(field).includes(rule.op)) return null
  const value = valueOf(rule, field)
  if (value === NONE) return null
  return value === undefined ? { field: rule.field, op: rule.op } : { field: rule.field, op: rule.op, value }
}

/** The finished sentences together; unfinished ones do not count, the others still apply. */
export function whereOf(filter: Filter | undefined, fields: readonly Field[]): Condition | null {
  const parts = (filter?.rules ?? []).map((node) => (isGroup(node) ? whereOf(node, fields) : conditionOf(node, fields))).filter((part) => part !== null)
  if (filter?.all === 'none' && parts.length > 0) return { not: parts.length === 1 && parts[0] ? parts[0] : { or: parts } }
  if (parts.length < 2) return parts[0] ?? null
  return filter?.all === 'or' ? { or: parts } : { and: parts }
}

/** Without the sentences that are not finished, and without groups that are empty then. */
export function finished(filter: Filter, fields: readonly Field[]): Filter {
  const rules = filter.rules.flatMap((node): FilterNode[] => {
    if (!isGroup(node)) return conditionOf(node, fields) ? [node] : []
    const inner = finished(node, fields)
    return inner.rules.length > 0 ? [inner] : []
  })
  return { ...filter, rules }
}

/** Every sentence, however deep it stands. */
export function rulesIn(filter: Filter | undefined): Rule[] {
  return (filter?.rules ?? []).flatMap((node) => (isGroup(node) ? rulesIn(node) : [node]))
}

/** A first sentence about a field; `path` leads to it where it is a related record's. */
export function freshRule(field: Field, path = field.key): Rule {
  return { field: path, op: opsOf(field)[0] ?? 'not_empty', ...(path === field.key ? {} : { kind: field.kind }) }
}

/** Another operator; the value stays if it has the same shape. */
export function withOp(rule: Rule, op: Op): Rule {
  const from = shapeOf(rule.op)
  return { ...rule, op, value: shapeOf(op) === from ? rule.value : undefined }
}

export function canFilter(field: Field): boolean {
  return field.level !== 'hidden' && field.level !== 'masked' && opsOf(field).length > 0
}

function asNode(value: unknown, left: { rules: number }): FilterNode | null {
  if (typeof value !== 'object' || value === null) return null
  if ('rules' in value && Array.isArray(value.rules)) {
    const rules = value.rules.map((each) => asNode(each, left)).filter((each) => each !== null)
    const all = 'all' in value && (value.all === 'or' || value.all === 'none') ? value.all : 'and'
    return rules.length > 0 ? { all, rules } : null
  }
  if (!('field' in value && typeof value.field === 'string' && 'op' in value && typeof value.op === 'string') || left.rules === 0) return null
  left.rules -= 1
  return value as Rule
}

/** A filter from an address; anything else is no filter. */
export function readFilter(value: unknown): Filter | undefined {
  const node = asNode(value, { rules: MOST_RULES })
  return node && isGroup(node) ? node : undefined
}

/** One change of a filter's sentence or group, found by its place: `[2, 0]` is the first of the third. Null takes it away. */
export function replaceAt(filter: Filter, place: readonly number[], node: FilterNode | null): Filter {
  const [at, ...rest] = place
  const rules = filter.rules.flatMap((each, index): FilterNode[] => {
    if (index !== at) return [each]
    if (rest.length === 0) return node ? [node] : []
    if (!isGroup(each)) return [each]
    const inner = replaceAt(each, rest, node)
    return inner.rules.length > 0 ? [inner] : []
  })
  return { ...filter, rules }
}
