import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { Field, ObjectMeta, Ref } from '@/api/types'
import { controlOf } from '@/fields/controls'
import { useSpeech } from '@/fields/useSpeech'
import { isRefValue, textOf } from '@/fields/values'
import { Button } from '@/ui/Button'
import { CHANGES, EVERYTHING, type Wanted } from './group'

const person: Field = { key: 'person', kind: 'person', label: {}, level: 'edit' }
const day: Field = { key: 'day', kind: 'date', label: {}, level: 'edit' }

interface FilterProps { tellers: readonly ObjectMeta[]; wanted: Wanted; onChange: (wanted: Wanted) => void }

/** Which entries of the timeline are shown: of what kind, whose, and of which days. */
export function TimelineFilter({ tellers, wanted, onChange }: FilterProps) {
  const { t, words } = useSpeech()
  const [isOpen, setOpen] = useState(false)
  const [who, setWho] = useState<Ref | null>(null)
  const Person = controlOf(person).Control
  const Day = controlOf(day).Control
  const isNarrow = Boolean(wanted.person || wanted.since || wanted.until)
  const kind = (key: string, label: string) => (
    <button key={key} type="button" className="chip" aria-pressed={wanted.kind === key} onClick={() => { onChange({ ...wanted, kind: key }) }}>{label}</button>
  )
  return (
    <>
      <div className="tl-chips" role="group" aria-label={t('timeline.filter')}>
        {kind('', t('timeline.all'))}
        {tellers.map((object) => kind(object.key, words(object.label)))}
        {kind(CHANGES, t('timeline.changes'))}
        <button type="button" className="chip" aria-pressed={isNarrow} aria-expanded={isOpen} onClick={() => { setOpen(!isOpen) }}><SlidersHorizontal size={14} aria-hidden="true" />{t('timeline.narrow')}</button>
      </div>
      {(isOpen || isNarrow) && (
        <div className="tl-narrow" role="group" aria-label={t('timeline.narrow')}>
          <div className="tl-who"><span className="muted">{t('timeline.person')}</span><Person label={t('timeline.person')} field={person} value={who} onChange={(value) => { const chosen = isRefValue(value) ? value : null; setWho(chosen); onChange({ ...wanted, person: chosen?.id ?? '' }) }} /></div>
          <div className="tl-day-of"><span className="muted">{t('timeline.since')}</span><Day label={t('timeline.since')} field={day} value={wanted.since} onChange={(value) => { onChange({ ...wanted, since: textOf(value) }) }} /></div>
          <div className="tl-day-of"><span className="muted">{t('timeline.until')}</span><Day label={t('timeline.until')} field={day} value={wanted.until} onChange={(value) => { onChange({ ...wanted, until: textOf(value) }) }} /></div>
          {isNarrow && <Button look="link" onClick={() => { setWho(null); onChange({ ...EVERYTHING, kind: wanted.kind }) }}>{t('timeline.clear')}</Button>}
        </div>
      )}
    </>
  )
}
