import type { Condition, Field, Op, Value } from '@/api/types'
import { kindOf, opsOf } from '@/fields/registry'
import { isEmptyValue, isMoney, isRefs, isRefValue } from '@/fields/values'

/** One sentence of a filter. The value is a draft: what was typed, or what was picked, with its title. */
export interface Rule { field: string; op: Op; value?: Value | Value[] | undefined }
/** A filter of one level, as it stands in the address of the page. */
export interface Filter { all: 'and' | 'or'; rules: Rule[] }

export const EMPTY_FILTER: Filter = { all: 'and', rules: [] }
/** Relative times that `within` knows. */
export const PERIODS = ['today', 'yesterday', 'this_week', 'last_week', 'this_month', 'last_month', 'this_quarter', 'this_year', 'last_7d', 'last_30d', 'last_90d', 'next_7d', 'next_30d'] as const
export type PeriodKey = (typeof PERIODS)[number]
export type Shape = 'none' | 'one' | 'two' | 'many' | 'period'

export function shapeOf(op: Op): Shape {
  if (op === 'is_empty' || op === 'not_empty') return 'none'
  if (op === 'between') return 'two'
  if (op === 'within') return 'period'
  return op === 'in' || op === 'not_in' || op.startsWith('has_') ? 'many' : 'one'
}

function periodValue(key: string): unknown {
  const match = /^(last|next)_(\d+)d$/.exec(key)
  return match?.[1] && match[2] ? { [match[1]]: `${match[2]}d` } : key
}

const NONE = Symbol('not a value')

/** A parsed value as a condition compares it; money is compared by amount, references by id. */
function bare(value: Value): unknown {
  if (isMoney(value)) return value.amount
  if (isRefValue(value)) return value.id
  return value
}

function one(draft: Value, field: Field): unknown {
  if (draft === '$me' || draft === '$my_department' || draft === '$today' || draft === '$now') return draft
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

function valueOf(rule: Rule, field: Field): unknown {
  const draft = rule.value as Value
  switch (shapeOf(rule.op)) {
    case 'none': return undefined
    case 'period': return typeof draft === 'string' && draft ? periodValue(draft) : NONE
    case 'many': return many(draft, field)
    case 'two': {
      if (!Array.isArray(draft)) return NONE
      const pair = [one(draft[0] ?? null, field), one(draft[1] ?? null, field)]
      return pair.includes(NONE) ? NONE : pair
    }
    case 'one': return rule.op === 'contains' || rule.op === 'starts_with' ? (typeof draft === 'string' && draft.trim() ? draft.trim() : NONE) : one(draft, field)
  }
}

/** What the server is asked; null while the sentence is not finished or no longer makes sense. */
export function conditionOf(rule: Rule, fields: readonly Field[]): Condition | null {
  const field = fields.find((candidate) => candidate.key === rule.field)
  if (!field || !opsOf(field).includes(rule.op)) return null
  const value = valueOf(rule, field)
  if (value === NONE) return null
  return value === undefined ? { field: rule.field, op: rule.op } : { field: rule.field, op: rule.op, value }
}

/** The finished sentences together; unfinished ones do not count, the others still apply. */
export function whereOf(filter: Filter | undefined, fields: readonly Field[]): Condition | null {
  const parts = (filter?.rules ?? []).map((rule) => conditionOf(rule, fields)).filter((part) => part !== null)
  if (parts.length < 2) return parts[0] ?? null
  return filter?.all === 'or' ? { or: parts } : { and: parts }
}

/** A first sentence about a field. */
export function freshRule(field: Field): Rule {
  return { field: field.key, op: opsOf(field)[0] ?? 'not_empty' }
}

/** Another operator; the value stays if it has the same shape. */
export function withOp(rule: Rule, op: Op): Rule {
  return { field: rule.field, op, value: shapeOf(op) === shapeOf(rule.op) ? rule.value : undefined }
}

export function canFilter(field: Field): boolean {
  return field.level !== 'hidden' && field.level !== 'masked' && opsOf(field).length > 0
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'field' in value && typeof value.field === 'string' && 'op' in value && typeof value.op === 'string'
}

/** A filter from an address; anything else is no filter. */
export function readFilter(value: unknown): Filter | undefined {
  if (typeof value !== 'object' || value === null || !('rules' in value) || !Array.isArray(value.rules)) return undefined
  const rules = value.rules.filter(isRule).slice(0, 50)
  return rules.length > 0 ? { all: 'all' in value && value.all === 'or' ? 'or' : 'and', rules } : undefined
}
