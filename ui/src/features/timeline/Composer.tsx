import { useState, type KeyboardEvent, type MouseEvent, type Ref } from 'react'
import type { Rec, Value } from '@/api/types'
import { FormField } from '@/form/FormField'
import { useRecordForm, type Drafts } from '@/form/useRecordForm'
import { controlOf } from '@/fields/controls'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { textOf } from '@/fields/values'
import { addDays, today } from '@/i18n/zone'
import { fieldOf, shownFields } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { hasCommand, isSubmitEnter } from '@/ui/keys'
import { shapeOf, SOON, type Source } from './compose'
import '@/ui/field.css'

interface ComposerProps { source: Source; sources: Source[]; onSource: (source: Source) => void; record: Rec; onSaved: (record: Rec) => void; bodyRef: Ref<HTMLTextAreaElement> }

function presetOf(source: Source, record: Rec): Drafts {
  const { kind, others } = shapeOf(source)
  const drafts: Drafts = { [source.relation.key]: { id: record.id, title: record.title } }
  const first = kind?.options?.find((option) => !option.retired)
  if (kind && first) drafts[kind.key] = first.key
  for (const field of others) {
    if (field.kind === 'datetime') drafts[field.key] = kindOf(field).toDraft(new Date().toISOString(), field)
    if (field.kind === 'date') drafts[field.key] = today()
  }
  const date = source.object.timeline_date ? fieldOf(source.object, source.object.timeline_date) : undefined
  if (date?.kind === 'date' && date.level === 'edit') drafts[date.key] = today()
  return drafts
}

/** Who taps on a button goes on writing: the focus stays in the text, and a phone's keyboard stays open. */
const keepFocus = (event: MouseEvent): void => { event.preventDefault() }

/** Always open: what happened, in words, with as few fields as the definition allows. */
export function Composer({ source, sources, onSource, record, onSaved, bodyRef }: ComposerProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const shape = shapeOf(source)
  const { kind, body, next, others } = shape
  const fields = shownFields(source.object)
  const [preset] = useState(() => presetOf(source, record))
  const form = useRecordForm({ object: source.object, fields, preset, keep: `${source.object.key}@${record.id}`, onCreated: (created) => { form.setDrafts(presetOf(source, record)); onSaved(created) } })
  const set = (key: string | undefined, value: Value): void => { if (key) form.set(key, value) }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isSubmitEnter(event) || !hasCommand(event)) return
    event.preventDefault()
    void form.save()
  }
  const onKind = (event: MouseEvent<HTMLButtonElement>, key: string): void => {
    set(kind?.key, key)
    if (event.detail > 0) event.currentTarget.form?.querySelector('textarea')?.focus() // pressed by the keyboard it stays where the keys are
  }
  const errorOf = (key: string | undefined): string | undefined => {
    const error = key ? form.errors[key] : undefined
    return error ? ('code' in error ? t(error.code, { field: words(body?.label) }) : error.message) : undefined
  }
  const wrong = errorOf(body?.key) ?? (kind ? errorOf(kind.key) : undefined) ?? (form.problem && form.problem.fields.length === 0 ? form.problem.message || t('error.text') : undefined)
  const hasText = body ? textOf(form.drafts[body.key]).trim() !== '' : true
  const NextControl = next ? controlOf(next).Control : null
  return (
    <form className="composer card" aria-label={t('timeline.compose', { object: words(source.object.label) })} onSubmit={(event) => { event.preventDefault(); void form.save() }} onKeyDown={onKeyDown}>
      <div className="composer-kinds">
        {sources.length > 1 && (
          <select className="sel composer-source" aria-label={t('timeline.source')} value={source.object.key} onChange={(event) => { const chosen = sources.find((each) => each.object.key === event.target.value); if (chosen) onSource(chosen) }}>
            {sources.map((each) => <option key={each.object.key} value={each.object.key}>{words(each.object.label)}</option>)}
          </select>
        )}
        {kind?.options?.filter((option) => !option.retired).map((option) => (
          <button key={option.key} type="button" className="composer-kind" aria-pressed={form.drafts[kind.key] === option.key} onMouseDown={keepFocus} onClick={(event) => { onKind(event, option.key) }}>{words(option.label)}</button>
        ))}
        {!kind && sources.length === 1 && <span className="composer-kind" data-only>{words(source.object.label)}</span>}
      </div>
      {body && (
        <textarea
          ref={bodyRef} className="composer-text" rows={2} aria-label={words(body.label)} aria-invalid={wrong ? true : undefined} placeholder={t('timeline.placeholder')}
          value={textOf(form.drafts[body.key])} onChange={(event) => { set(body.key, event.target.value) }}
        />
      )}
      {others.length > 0 && <div className="form-grid composer-more">{others.map((field) => <FormField key={field.key} field={field} value={form.drafts[field.key] ?? null} onChange={(value) => { set(field.key, value) }} error={form.errors[field.key]} />)}</div>}
      {wrong && <div className="field-error composer-wrong" role="alert">{wrong}</div>}
      <div className="composer-foot">
        {next && NextControl && (
          <div className="composer-next">
            <span className="muted">{words(next.label)}</span>
            <div className="composer-date"><NextControl label={words(next.label)} field={next} value={textOf(form.drafts[next.key])} onChange={(value) => { set(next.key, value) }} /></div>
            {next.kind === 'date' && SOON.map((days) => <Button key={days} look="link" onMouseDown={keepFocus} onClick={() => { set(next.key, addDays(today(), days)) }}>{t('timeline.in', { count: days })}</Button>)}
          </div>
        )}
        <span className="grow" />
        {form.restored && <Button look="link" onClick={form.discard}>{t('form.dropDraft')}</Button>}
        <Button look="primary" type="submit" disabled={form.isSaving || !hasText}>{form.isSaving ? t('act.saving') : t('act.save')}</Button>
      </div>
    </form>
  )
}
