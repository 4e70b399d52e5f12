import { ChevronDown, FilePenLine, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Field, ObjectMeta, Rec } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import { ago } from '@/i18n/format'
import { can } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Go, visit } from '@/ui/Go'
import { hasCommand, isSubmitEnter } from '@/ui/keys'
import { FormField, isWide } from './FormField'
import { formFields } from './sections'
import { useDuplicates, type Duplicate } from './useDuplicates'
import { useRecordForm, type Drafts } from './useRecordForm'
import './form.css'

interface RecordFormProps {
  object: ObjectMeta
  /** Values that the place of creation gives: the relation back to where the person is. */
  preset?: Drafts
  onClose: () => void
  onCreated: (record: Rec) => void
}

interface DuplicatesProps { object: ObjectMeta; found: Duplicate[]; isSaving: boolean; onMerge: (id: string) => void }

/** Who is likely the same: look at it, or save and merge the two at once. */
function Duplicates({ object, found, isSaving, onMerge }: DuplicatesProps) {
  const { t, words } = useSpeech()
  if (found.length === 0) return null
  return (
    <div className="note dup" role="status">
      <TriangleAlert size={16} aria-hidden="true" />
      <div className="grow">
        <div>{t('form.duplicates', { object: words(object.label) })}</div>
        <ul>
          {found.slice(0, 5).map((each) => (
            <li key={each.id} className="dup-one">
              <span className="grow">{each.title}</span>
              <Go className="btn btn-small" to={recordHref(object.key, each.id)} target="_blank" aria-label={t('form.openIt', { name: each.title })}>{t('form.open')}</Go>
              {can(object, 'merge') && <Button small disabled={isSaving} aria-label={t('form.mergeIt', { name: each.title })} onClick={() => { onMerge(each.id) }}>{t('form.merge')}</Button>}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const NOTHING: Drafts = {}

/** The first field that is wrong, in the middle of what can be seen: its reason stands below it, and on a phone that may be behind the buttons. */
function showFirstWrong(form: HTMLFormElement | null): void {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  wrong?.focus({ preventScroll: true })
  wrong?.closest('.field')?.scrollIntoView({ block: 'center' })
}

/** The drawer for a new record: what is required first, the rest on demand. */
export function RecordForm({ object, preset = NOTHING, onClose, onCreated }: RecordFormProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const { first, more } = formFields(object)
  const all = [...first, ...more]
  const form = useRecordForm({ object, fields: all, preset, keep: object.key, onCreated })
  const found = useDuplicates(object, all, form.drafts)
  const [isOpen, setOpen] = useState(() => more.some((field) => form.drafts[field.key] !== undefined))
  const [asks, setAsks] = useState(false)
  const [tries, setTries] = useState(0)
  const shown = useRef<HTMLFormElement>(null)
  const save = async (done?: (record: Rec) => void): Promise<void> => {
    await form.save(done)
    setTries((before) => before + 1)
  }
  // After what is wrong has been drawn: a frame may come before that.
  useEffect(() => { if (tries > 0) showFirstWrong(shown.current) }, [tries])
  const broken = more.some((field) => form.errors[field.key])
  const close = (): void => { if (form.isDirty && !asks) setAsks(true); else onClose() }
  const onKeyDown = (event: KeyboardEvent): void => {
    const saves = (event.key.toLowerCase() === 's' && hasCommand(event)) || (isSubmitEnter(event) && hasCommand(event))
    if (!saves) return
    event.preventDefault()
    void save()
  }
  const merge = (id: string): void => {
    void save((record) => { onClose(); visit(`/o/${object.key}/merge?ids=${id},${record.id}`) })
  }
  const show = (field: Field, at: number) => (
    <div key={field.key} className={isWide(field) ? 'form-wide' : undefined}>
      <FormField field={field} value={form.drafts[field.key] ?? null} onChange={(value) => { form.set(field.key, value) }} error={form.errors[field.key]} autoFocus={at === 0} />
    </div>
  )
  const foot = asks
    ? <><span className="grow">{t('form.leave')}</span><Button onClick={() => { form.discard(); onClose() }}>{t('form.discard')}</Button><Button onClick={onClose}>{t('form.keepDraft')}</Button><Button look="primary" onClick={() => { setAsks(false) }}>{t('form.goOn')}</Button></>
    : <><span className="grow" aria-live="polite">{form.isDirty ? t('form.draftKept') : ''}</span><Button onClick={close}>{t('act.cancel')}</Button><Button look="primary" disabled={form.isSaving} onClick={() => { void save() }}>{form.isSaving ? t('act.saving') : t('act.save')}</Button></>
  return (
    <Dialog kind="drawer" title={t('form.create', { object: words(object.label) })} onClose={close} foot={foot}>
      <form ref={shown} noValidate onSubmit={(event) => { event.preventDefault() }} onKeyDown={onKeyDown}>
        {form.problem && (
          <div className="note note-bad form-problem" role="alert">
            <TriangleAlert size={16} aria-hidden="true" />
            <span className="grow">{form.problem.message || t('error.text')}{form.problem.requestId && ` ${t('error.request', { id: form.problem.requestId })}`}</span>
          </div>
        )}
        {form.restored && (
          <div className="note form-draft" role="status">
            <FilePenLine size={16} aria-hidden="true" /><span className="grow">{t('form.restored', { at: ago(form.restored, t) })}</span>
            <Button small onClick={form.discard}>{t('form.dropDraft')}</Button>
          </div>
        )}
        <div className="form-grid">{first.map(show)}</div>
        <Duplicates object={object} found={found} isSaving={form.isSaving} onMerge={merge} />
        {more.length > 0 && (
          <Button look="plain" className="form-more" aria-expanded={isOpen || broken} onClick={() => { setOpen(!isOpen) }}>
            <ChevronDown size={16} aria-hidden="true" />{isOpen || broken ? t('form.less') : t('form.more', { count: more.length })}
          </Button>
        )}
        {(isOpen || broken) && <div className="form-grid">{more.map((field) => show(field, -1))}</div>}
      </form>
    </Dialog>
  )
}
