import { ArrowLeftRight, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Change, ObjectMeta } from '@/api/types'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { isEmptyValue, textOf } from '@/fields/values'
import { ago, formatDateTime, formatZoned } from '@/i18n/format'
import { isDay } from '@/i18n/zone'
import { fieldOf, shownFields } from '@/meta/objects'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { recordHref } from '@/meta/view'
import { Go } from '@/ui/Go'
import type { Event } from './group'

interface EventProps { event: Event; object: ObjectMeta | undefined; /** The field that leads to the record whose timeline this is. */ backKey: string | undefined; speech: Speech }

function valueText(object: ObjectMeta | undefined, change: Change, side: 'old' | 'new', speech: Speech): string {
  const field = object ? fieldOf(object, change.field) : undefined
  const value = change[side]
  if (isEmptyValue(value)) return speech.t('field.empty')
  return field ? kindOf(field).toText(value, field, speech) : typeof value === 'object' ? '…' : String(value)
}

function ChangeLine({ object, change, speech }: { object: ObjectMeta | undefined; change: Change; speech: Speech }) {
  const field = object ? fieldOf(object, change.field) : undefined
  const label = field ? speech.words(field.label) : change.field
  return <>{speech.t('timeline.changed', { field: label, old: valueText(object, change, 'old', speech), new: valueText(object, change, 'new', speech) })}</>
}

function When({ at, speech }: { at: string; speech: Speech }) {
  if (isDay(at)) return null
  return <time className="ev-when num" dateTime={at} title={formatZoned(at)}>{isRecent(at) ? ago(at, speech.t) : formatDateTime(at).slice(11)}</time>
}

function isRecent(at: string): boolean {
  return Date.now() - Date.parse(at) < 60 * 60_000
}

function ChangeEvent({ event, object, speech }: EventProps) {
  const { t } = speech
  const [isOpen, setOpen] = useState(false)
  const name = event.item.actor?.title ?? t('history.system')
  const [only, ...others] = event.changes
  const text = !only ? t('timeline.what', { name, what: t(`history.${event.item.what ?? 'created'}`) }) : others.length === 0 ? null : t('timeline.burst', { name, count: event.changes.length })
  return (
    <>
      <div className="ev-head">
        <span className="grow">{text ?? (only && <><b>{name}</b> <ChangeLine object={object} change={only} speech={speech} /></>)}</span>
        {others.length > 0 && <button type="button" className="btn btn-link" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen) }}><ChevronDown size={14} aria-hidden="true" />{isOpen ? t('timeline.fold') : t('timeline.unfold')}</button>}
        <When at={event.item.at} speech={speech} />
      </div>
      {isOpen && <ul className="ev-changes">{event.changes.map((change, index) => <li key={`${change.field} ${index}`}><ChangeLine object={object} change={change} speech={speech} /></li>)}</ul>}
    </>
  )
}

function RecordEvent({ event, object, backKey, speech }: EventProps) {
  const { item } = event
  const { t, words } = speech
  const name = item.actor?.title ?? t('history.system')
  const fields = object && item.fields ? shownFields(object).filter((field) => !field.system && field.key !== backKey && item.fields && !isEmptyValue(valueIn(item.fields, field.key))) : []
  const kind = fields.find((field) => field.kind === 'choice')
  const body = fields.find((field) => field.kind === 'long_text')
  const rest = fields.filter((field) => field !== kind && field !== body && field.key !== object?.title && field.key !== object?.timeline_date)
  const label = kind && item.fields ? kindOf(kind).toText(valueIn(item.fields, kind.key), kind, speech) : words(object?.label)
  const text = body && item.fields ? textOf(valueIn(item.fields, body.key)) : ''
  return (
    <>
      <div className="ev-head"><span className="grow"><b>{name}</b> <Go to={recordHref(item.object, item.record.id)}>{t('timeline.recorded', { kind: label })}</Go></span><When at={item.at} speech={speech} /></div>
      <p className="ev-text">{text || item.record.title || words(object?.label)}</p>
      {rest.length > 0 && item.fields && (
        <div className="ev-facts">{rest.slice(0, 5).map((field) => item.fields && <span key={field.key}><span className="muted">{words(field.label)}</span> <FieldValue field={field} record={item.fields} speech={speech} /></span>)}</div>
      )}
    </>
  )
}

export function TimelineEvent(props: EventProps) {
  const { event, object } = props
  const isChange = event.item.type === 'change'
  return (
    <li className={`ev ${isChange ? 'ev-change' : ''}`}>
      <span className="ev-icon" aria-hidden="true">{isChange ? <ArrowLeftRight size={14} /> : <ObjectIcon name={object?.icon} size={14} />}</span>
      <div className="ev-card">{isChange ? <ChangeEvent {...props} /> : <RecordEvent {...props} />}</div>
    </li>
  )
}
