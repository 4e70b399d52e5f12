import { useState } from 'react'
import type { Field, FieldKind, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { FormField } from '@/form/FormField'
import type { FieldDef } from './model'

const SAMPLES: Partial<Record<FieldKind, Value>> = {
  text: '晨光科技', long_text: '一段较长的说明文字', number: 1280, percent: 0.8, money: { amount: '380000.00', currency: 'CNY' }, date: '2026-11-24', datetime: '2026-11-24T02:30:00Z', boolean: true,
  phone: '13800138000', email: 'wang@example.com', url: 'https://example.com', address: { province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 1 号' }, tags: ['重点'], serial: '2026-0001',
  person: { id: 'sample', title: '某某' }, department: { id: 'sample', title: '销售部' }, relation: { id: 'sample', title: '晨光科技' }, relations: { items: [{ id: 'sample', title: '晨光科技' }], more: false },
}
const LOOKED_UP = new Set<FieldKind>(['person', 'department', 'relation', 'relations', 'serial'])

function sampleOf(field: FieldDef): Value {
  const live = (field.options ?? []).filter((option) => !option.is_retired)
  if (field.kind === 'choice') return live[0]?.key ?? null
  if (field.kind === 'choices') return live.slice(0, 2).map((option) => option.key)
  return SAMPLES[field.kind] ?? null
}

/** How the field will look: in a form, to be tried, and in a list. */
export function Preview({ field }: { field: FieldDef }) {
  const speech = useSpeech()
  const { t } = speech
  const [typed, setTyped] = useState<Value>(null)
  const shown: Field = {
    key: 'preview', kind: field.kind, label: field.label, level: 'edit', required: field.required ?? false, target: field.target ?? null, help: field.help ?? null, currency: field.currency ?? null, decimals: field.decimals ?? null,
    options: (field.options ?? []).map((option) => ({ key: option.key, label: option.label, color: option.color ?? null, retired: option.is_retired ?? false })),
  }
  const { Cell } = kindOf(shown)
  const sample = sampleOf(field)
  return (
    <section className="model-preview" aria-label={t('model.preview')}>
      <h3>{t('model.preview')}</h3>
      <div className="model-pair">
        <div><h4>{t('model.previewForm')}</h4>{LOOKED_UP.has(field.kind) ? <p className="muted">{t('model.previewLater')}</p> : <FormField key={field.kind} field={shown} value={typed} onChange={setTyped} />}</div>
        <div><h4>{t('model.previewList')}</h4><div className="model-cell"><span className="muted">{speech.words(field.label) || t('model.part.label')}</span><span className="ellipsis">{sample === null || (Array.isArray(sample) && sample.length === 0) ? '—' : <Cell value={sample} field={shown} speech={speech} />}</span></div></div>
      </div>
    </section>
  )
}
