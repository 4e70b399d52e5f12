import { ArrowUpRight, ExternalLink, Mail, Phone } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import { safeLink } from '@/fields/url/kind'
import { isKnown, kindOf, validate } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue, isRefValue, textOf } from '@/fields/values'
import { isEditable } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Go } from '@/ui/Go'
import { isHalfTyped } from '@/ui/composition'
import { hasCommand, isComposing, isSubmitEnter } from '@/ui/keys'
import '@/ui/field.css'

const InlineControl = lazy(() => import('@/fields/CellControl').then((module) => ({ default: module.CellControl })))

interface FieldRowProps { object: ObjectMeta; record: Rec; field: Field; /** Who has just changed it, if somebody else did. */ freshBy: string | null; onSave: (record: Rec, field: Field, value: Value) => Promise<string | null> }
interface EditorProps { field: Field; label: string; original: Value; draft: Value; said: string | null; /** What stands there by now, if somebody else has changed it. */ theirs: string | null; onDone: (draft: Value) => void; onCancel: () => void }

/** The control in place of the value; left by Enter, by a click elsewhere, or without a change by Escape. A word that an input method has not finished goes away with leaving. */
function InlineEditor({ field, label, original, draft: first, said, theirs, onDone, onCancel }: EditorProps) {
  const speech = useSpeech()
  const [draft, setDraft] = useState<Value>(first)
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef({ draft, onDone })
  const whole = useRef(first)
  useEffect(() => { latest.current = { draft, onDone } })
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) latest.current.onDone(isHalfTyped() ? whole.current : latest.current.draft)
    }
    addEventListener('pointerdown', outside, true)
    return () => { removeEventListener('pointerdown', outside, true) }
  }, [])
  const wrong = validate(draft, field)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    if (event.key === 'Escape') { event.preventDefault(); onCancel(); return }
    const done = isSubmitEnter(event) && (field.kind !== 'long_text' || hasCommand(event))
    if (!done && !(event.key === 'Tab' && kindOf(field).typed && !event.shiftKey)) return
    if (done) event.preventDefault()
    onDone(draft)
  }
  const refused = draft === first ? said : null
  const note = refused ?? (wrong && draft !== original ? speech.t(wrong, { field: label }) : null)
  return (
    <div ref={box} className="frow-edit" onKeyDown={onKeyDown} onCompositionStart={() => { whole.current = draft }}>
      <Suspense fallback={<div className="input" />}>
        <InlineControl field={field} label={label} value={draft} onChange={setDraft} onPicked={onDone} invalid={note !== null} />
      </Suspense>
      {note && <div className="field-error" role="alert">{note}</div>}
      {theirs !== null && <div className="frow-theirs" role="status">{theirs}</div>}
    </div>
  )
}

function Way({ field, value }: { field: Field; value: Value }) {
  const { t } = useSpeech()
  const text = textOf(value)
  if (isRefValue(value) && field.kind === 'relation' && field.target) {
    return <Go className="frow-way" to={recordHref(field.target, value.id)} aria-label={t('field.visit', { name: value.title })} title={t('field.visit', { name: value.title })}><ArrowUpRight size={14} /></Go>
  }
  if (!text) return null
  if (field.kind === 'phone') return <a className="frow-way" href={`tel:${text.replace(/[^\d+]/g, '')}`} aria-label={t('field.call', { name: text })} title={t('field.call', { name: text })}><Phone size={14} /></a>
  if (field.kind === 'email') return <a className="frow-way" href={`mailto:${text}`} aria-label={t('field.mail', { name: text })} title={t('field.mail', { name: text })}><Mail size={14} /></a>
  const link = field.kind === 'url' ? safeLink(text) : null
  return link ? <a className="frow-way" href={link} target="_blank" rel="noopener noreferrer" aria-label={t('field.visit', { name: text })} title={t('field.visit', { name: text })}><ExternalLink size={14} /></a> : null
}

/** An open editor: what is typed, why it was refused, and the record as it was when it was opened. */
interface Edit { draft: Value; said: string | null; base: Rec }

/** One field of a record: looks like text, is edited by one click, and keeps what was typed if the server refuses. */
export function FieldRow({ object, record, field, freshBy, onSave }: FieldRowProps) {
  const speech = useSpeech()
  const [edit, setEdit] = useState<Edit | null>(null)
  const [isSaving, setSaving] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const label = speech.words(field.label)
  const value = valueIn(record, field.key)
  const kind = kindOf(field)
  const mayEdit = isKnown(field) && isEditable(object, field, record)
  const isMasked = record._masked?.includes(field.key) ?? false
  const wireOf = (of: Value): string => JSON.stringify(kind.toWire(of))
  const begin = (): void => { setEdit({ draft: kind.toDraft(value, field), said: null, base: record }) }
  const theirs = edit && wireOf(valueIn(edit.base, field.key)) !== wireOf(value)
    ? speech.t('record.theirs', { value: kind.toText(value, field, speech) || speech.t('field.empty') }) : null
  const done = async (draft: Value): Promise<void> => {
    const base = edit?.base ?? record
    const before = valueIn(base, field.key)
    if (validate(draft, field)) {
      // An unreadable draft is not thrown away by a click elsewhere; an untouched one simply closes.
      setEdit(JSON.stringify(draft) === JSON.stringify(kind.toDraft(before, field)) ? null : { draft, said: null, base })
      return
    }
    const parsed = kind.parse(draft, field)
    const next = parsed.ok ? parsed.value : null
    setEdit(null)
    button.current?.focus({ preventScroll: true })
    if (wireOf(next) === wireOf(before)) return
    setSaving(true)
    const refused = await onSave(base, field, next)
    setSaving(false)
    if (refused) setEdit({ draft, said: refused, base })
  }
  return (
    <div className="frow" data-fresh={freshBy !== null || undefined}>
      <dt className="frow-label">{label}</dt>
      <dd className="frow-value" data-saving={isSaving || undefined}>
        {edit ? (
          <InlineEditor field={field} label={label} original={kind.toDraft(valueIn(edit.base, field.key), field)} draft={edit.draft} said={edit.said} theirs={theirs} onDone={(draft) => { void done(draft) }} onCancel={() => { setEdit(null) }} />
        ) : (
          <>
            <span className={`frow-text ${field.kind === 'long_text' ? 'frow-long' : ''}`}>
              {field.kind === 'long_text' && !isEmptyValue(value) && !isMasked ? textOf(value) : <FieldValue field={field} record={record} speech={speech} dash />}
              {mayEdit && <button ref={button} type="button" className="frow-button" aria-label={speech.t('field.edit', { name: label })} onClick={begin} />}
              {freshBy !== null && <small className="frow-fresh" role="status">{speech.t('record.freshBy', { name: freshBy })}</small>}
            </span>
            {!isMasked && <Way field={field} value={value} />}
          </>
        )}
      </dd>
    </div>
  )
}
