import type { Field, Op, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { isRefs, isRefValue } from '@/fields/values'
import type { TextKey } from '@/i18n'
import { PERIODS, shapeOf, type PeriodKey, type Rule } from './model'

const DAY_WORDS: Partial<Record<Op, TextKey>> = { eq: 'op.on', before: 'op.before', after: 'op.after' }

/** The operator as people say it for this kind of field. */
export function opText(op: Op, field: Field, speech: Speech): string {
  const isDay = field.kind === 'date' || field.kind === 'datetime'
  return speech.t((isDay ? DAY_WORDS[op] : undefined) ?? `op.${op}`)
}

export function isPeriod(value: unknown): value is PeriodKey {
  return PERIODS.some((period) => period === value)
}

function single(value: Value, field: Field, speech: Speech): string {
  if (value === '$me') return speech.t('filter.me')
  if (isRefValue(value)) return value.title
  const kind = kindOf(field)
  const parsed = kind.parse(value, field)
  return parsed.ok ? kind.toText(parsed.value, field, speech) || String(parsed.value ?? '') : String(value)
}

/** What stands in a chip after the operator. */
export function valueText(rule: Rule, field: Field, speech: Speech): string {
  const value = rule.value as Value
  const shape = shapeOf(rule.op)
  if (shape === 'none' || value === undefined || value === null) return ''
  if (shape === 'period') return isPeriod(value) ? speech.t(`period.${value}`) : ''
  if (isRefs(value)) return value.items.map((item) => item.title).join(speech.t('list.comma'))
  if (!Array.isArray(value)) return single(value, field, speech)
  const kind = kindOf(field)
  const parts = kind.typed ? value.map((item) => single(item, field, speech)) : value.map((item) => kind.toText(field.kind === 'choices' || field.kind === 'tags' ? [item] : item, field, speech))
  return parts.join(shape === 'two' ? ' – ' : speech.t('list.comma'))
}
