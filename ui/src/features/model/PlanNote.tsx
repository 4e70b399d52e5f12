import { TriangleAlert } from 'lucide-react'
import { useT, useWords, type T } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { useObjects } from '@/meta/objects'
import type { Effect } from './model'

type Say = ReturnType<typeof useWords>

/** Whether a plan takes something away, so that somebody must agree to it. */
export function isGrave(effect: Effect): boolean {
  const held = effect.options?.some((option) => option.records > 0) ?? false
  return held || effect.change === 'retire_field' || effect.change === 'retire_object' || (effect.lost !== undefined) || (effect.unfit ?? 0) > 0
}

/** A plan in sentences. */
export function linesOf(effect: Effect, t: T, words: Say): string[] {
  const lines: string[] = []
  const count = (n: number | undefined): string => formatNumber(n ?? 0)
  if (effect.change === 'retire_field') lines.push(t('model.plan.retireField', { count: effect.values ?? 0, n: count(effect.values) }), t('model.plan.comesBack'))
  if (effect.change === 'retire_object') lines.push(t('model.plan.retireObject', { count: effect.records ?? 0, n: count(effect.records) }), t('model.plan.comesBack'))
  if (effect.change === 'restore_object') lines.push(t('model.plan.restoreObject', { count: effect.records ?? 0, n: count(effect.records) }))
  if (effect.change === 'change_object' && effect.records !== undefined) lines.push(t('model.plan.off', { count: effect.records, n: count(effect.records) }))
  if (effect.change === 'merge_options') lines.push(t('model.plan.merge', { count: effect.values ?? 0, n: count(effect.values) }))
  if (effect.change === 'change_field' && effect.lost !== undefined) {
    lines.push(t('model.plan.converts', { n: count((effect.values ?? 0) - effect.lost), of: count(effect.values) }))
    lines.push(effect.lost > 0 ? t('model.plan.lost', { count: effect.lost, n: count(effect.lost) }) : t('model.plan.nothingLost'))
    lines.push(t('model.plan.way'))
  } else if (effect.change === 'change_field' && effect.unfit !== undefined) {
    lines.push(t('model.plan.unfit', { count: effect.unfit, n: count(effect.unfit) }))
  } else if (effect.change === 'change_field' && effect.values !== undefined) {
    lines.push(t('model.plan.fieldOff', { count: effect.values, n: count(effect.values) }))
  }
  for (const option of effect.options ?? []) lines.push(t('model.plan.option', { option: words(option.label), count: option.records, n: count(option.records) }))
  return lines
}

/** What a change would do, before it is done. */
export function PlanNote({ effect, more = [] }: { effect: Effect; more?: readonly string[] }) {
  const t = useT()
  const words = useWords()
  const objects = useObjects()
  const wayOf = (way: string): string => {
    const [object, key] = way.split('.')
    const found = objects.find((one) => one.key === object)
    const field = found?.fields.find((one) => one.key === key)
    return found ? `${words(found.label)} · ${field ? words(field.label) : key ?? ''}` : way
  }
  const lines = [...linesOf(effect, t, words), ...(effect.relations?.length ? [t('model.plan.relation', { ways: effect.relations.map(wayOf).join(t('model.comma')) })] : []), ...more]
  return (
    <section className="model-plan" data-grave={isGrave(effect)} aria-label={t('model.plan.title')} role="status">
      <TriangleAlert size={18} aria-hidden="true" />
      <div className="grow">
        <h3>{t('model.plan.title')}</h3>
        <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
        {effect.samples && effect.samples.length > 0 && <p className="model-samples">{t('model.plan.samples')}{effect.samples.map((sample, at) => <code key={`${at}${sample}`}>{sample}</code>)}</p>}
      </div>
    </section>
  )
}
