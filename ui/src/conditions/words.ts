import type { Field, Op, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { isRefs, isRefValue } from '@/fields/values'
import type { TextKey } from '@/i18n'
import { lengthOf, PERIODS, shapeOf, type PeriodKey, type Rule } from './model'

const DAY_WORDS: Partial<Record<Op, TextKey>> = { eq: 'op.on', before: 'op.before', after: 'op.after' }

/** The operator as people say it for this kind of field. */
export function opText(op: Op, field: Field, speech: Speech): string {
  const isDay = field.kind === 'date' || field.kind === 'datetime'
  return speech.t((isDay ? DAY_WORDS[op] : undefined) ?? `op.${op}`)
}

export function isPeriod(value: unknown): value is PeriodKey {
  return PERIODS.some((period) => period === value)
}

/** A stretch of time as people say it: 本月, 最近 45 天. */
function spanText(value: unknown, speech: Speech): string {
  if (isPeriod(value)) return speech.t(`period.${value}`)
  const length = lengthOf(value)
  if (!length) return typeof value === 'string' ? value : ''
  return speech.t(length.side === 'last' ? 'period.lastLong' : 'period.nextLong', { n: length.number, unit: speech.t(`unit.${length.unit as 'd'}`, { count: Number(length.number) }) })
}

function single(value: Value, field: Field, speech: Speech): string {
  if (value === '$me') return speech.t('filter.me')
  if (value === '$my_department') return speech.t('filter.myDepartment')
  if (value === '$today') return speech.t('period.today')
  if (value === '$now') return speech.t('time.now')
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
  if (shape === 'period' || shape === 'edge') return spanText(value, speech)
  if (isRefs(value)) return value.items.map((item) => (item.id === '$me' ? speech.t('filter.me') : item.title)).join(speech.t('list.comma'))
  if (!Array.isArray(value)) return single(value, field, speech)
  const kind = kindOf(field)
  const parts = kind.typed ? value.map((item) => single(item, field, speech)) : value.map((item) => kind.toText(field.kind === 'choices' || field.kind === 'tags' ? [item] : item, field, speech))
  return parts.join(shape === 'two' ? ' – ' : speech.t('list.comma'))
}
