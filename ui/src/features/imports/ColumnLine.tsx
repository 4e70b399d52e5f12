import { CircleHelp, Plus, Undo2, X } from 'lucide-react'
import { useId } from 'react'
import type { FieldKind, ObjectMeta } from '@/api/types'
import { useT, useWords, type TextKey } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { Button, IconButton } from '@/ui/Button'
import { formatNumber } from '@/i18n/format'
import { PEOPLE_FIELDS, PERSON, type Ambiguity, type Sheet } from './imports'
import { besideOf, fillable, type Meaning, type Target } from './plan'

interface ColumnLineProps {
  sheet: Sheet
  meaning: Meaning
  /** None while they are read. */
  samples: readonly string[] | null
  objects: readonly ObjectMeta[]
  mayModel: boolean
  isBusy: boolean
  error: string | undefined
  /** None: as it is planned. */
  onChange: (targets: readonly Target[] | null) => void
}

const KINDS = ['text', 'long_text', 'number', 'percent', 'money', 'date', 'datetime', 'boolean', 'choice', 'choices', 'tags', 'person', 'phone', 'email', 'url', 'address'] as const
const WHYS: Readonly<Record<string, TextKey>> = {
  label: 'imp.by.label', key: 'imp.by.label', synonym: 'imp.by.synonym', pinyin: 'imp.by.pinyin', values: 'imp.by.values', also: 'imp.by.also', told: 'imp.by.told', displaced: 'imp.by.displaced',
  no_right: 'imp.by.no_right', new: 'imp.by.new', row_counter: 'imp.by.row_counter', no_header: 'imp.by.no_header', empty: 'imp.by.empty', no_field_of_people: 'imp.by.no_field_of_people',
  id: 'imp.by.id', made_by_us: 'imp.by.made_by_us',
}

/** One column: what stands in it, what it fills and why, and the choice of something else. */
export function ColumnLine({ sheet, meaning, samples, objects, mayModel, isBusy, error, onChange }: ColumnLineProps) {
  const t = useT()
  const id = useId()
  const { header, index, targets, offered, doubt } = meaning
  const isTwice = header !== '' && sheet.headers.filter((other) => other === header).length > 1
  const name = isTwice ? t('imp.map.twice', { header, n: index + 1 }) : header || t('imp.map.noHeader', { n: index + 1 })
  const fresh = (): Target => offered ?? { treatment: 'new_field', kind: 'text', label: header || name }
  const choose = (at: number, value: string): void => {
    const target = value === 'new_field' ? fresh() : read(value)
    const others = target.treatment === 'field' ? targets.filter((other, place) => place !== at && other.treatment === 'field') : []
    onChange(others.length > 0 ? targets.map((other, place) => (place === at ? target : other)) : [target])
  }
  const put = (at: number, target: Target): void => { onChange(targets.map((other, place) => (place === at ? target : other))) }
  const why = WHYS[meaning.by]
  const canHaveTwo = sheet.object !== PERSON && targets.length === 1 && targets[0]?.treatment === 'field'
  return (
    <li className="imp-col" data-changed={meaning.isChanged} data-header={header}>
      <div className="imp-col-name"><b>{name}</b></div>
      <div className="imp-col-samples">{samples === null ? <Skeleton width="70%" /> : samples.length > 0 ? samples.map((each) => <span key={each} className="ellipsis" title={each}>{each}</span>) : <span className="muted">{t('imp.map.noSamples')}</span>}</div>
      <div className="imp-col-fills">
        {targets.map((target, at) => (
          <div key={at} className="imp-target">
            <TargetSelect
              label={at === 0 ? t('imp.map.fillsOf', { name }) : t('imp.map.alsoOf', { name })} value={write(target)} sheet={sheet} objects={objects} isBusy={isBusy} describedBy={error ? id : undefined}
              mayNew={sheet.object !== PERSON && (mayModel || target.treatment === 'new_field')} onChange={(value) => { choose(at, value) }}
            />
            {targets.length > 1 && <IconButton label={t('imp.map.onlyOther')} disabled={isBusy} onClick={() => { onChange(targets.filter((_, place) => place !== at)) }}><X size={16} /></IconButton>}
            {canHaveTwo && <AddTarget name={name} sheet={sheet} objects={objects} isBusy={isBusy} onAdd={(added) => { onChange([...targets, added]) }} />}
            {target.treatment === 'new_field' && <NewField target={target} isBusy={isBusy} onChange={(next) => { put(at, next) }} />}
          </div>
        ))}
        {doubt && <HowRead name={name} doubt={doubt} targets={targets} isBusy={isBusy} onChange={onChange} />}
        {error && <div id={id} className="field-error" role="alert">{error}</div>}
        {offered && mayModel && <Button look="link" className="imp-offer" disabled={isBusy} onClick={() => { onChange([offered]) }}><Plus size={14} aria-hidden="true" />{t('imp.map.offer', { kind: t(kindKey(offered.kind)) })}</Button>}
      </div>
      <div className="imp-col-why">
        <span>{why ? t(why) : ''}</span>
        {meaning.isChanged && <IconButton small label={t('imp.map.back', { name })} disabled={isBusy} onClick={() => { onChange(null) }}><Undo2 size={14} /></IconButton>}
      </div>
    </li>
  )
}

const write = (target: Target): string => (target.treatment === 'field' ? `${target.object}.${target.field}` : target.treatment)

function read(value: string): Target {
  const [object, field] = value.split('.')
  if (object && field) return { treatment: 'field', object, field }
  return { treatment: value === 'leave' ? 'leave' : 'note' }
}

const kindKey = (kind: FieldKind): TextKey => `imp.kind.${KINDS.find((each) => each === kind) ?? 'text'}`

interface TargetSelectProps { label: string; value: string; sheet: Sheet; objects: readonly ObjectMeta[]; mayNew: boolean; isBusy: boolean; describedBy: string | undefined; onChange: (value: string) => void }

function TargetSelect({ label, value, sheet, objects, mayNew, isBusy, describedBy, onChange }: TargetSelectProps) {
  const t = useT()
  return (
    <select className="sel" aria-label={label} aria-describedby={describedBy} aria-invalid={describedBy ? true : undefined} data-treatment={value.includes('.') ? 'field' : value} value={value} disabled={isBusy} onChange={(event) => { onChange(event.target.value) }}>
      {sheet.object === PERSON
        ? <optgroup label={t('imp.people')}>{PEOPLE_FIELDS.map((key) => <option key={key} value={`${PERSON}.${key}`}>{t(`imp.person.${key}`)}</option>)}</optgroup>
        : <Fields sheet={sheet} objects={objects} value={value} />}
      <optgroup label={t('imp.map.else')}>
        {mayNew && <option value="new_field">{t('imp.map.newField')}</option>}
        {sheet.object !== PERSON && <option value="note">{t('imp.map.note')}</option>}
        <option value="leave">{t('imp.map.leave')}</option>
      </optgroup>
    </select>
  )
}

function Fields({ sheet, objects, value }: { sheet: Sheet; objects: readonly ObjectMeta[]; value: string }) {
  const words = useWords()
  const own = objects.find((object) => object.key === sheet.object)
  return [...(own ? [own] : []), ...besideOf(objects, sheet.object)].map((object) => {
    const fields = fillable(object)
    const key = value.startsWith(`${object.key}.`) ? value.slice(object.key.length + 1) : ''
    const known = fields.some((field) => field.key === key) || key === '' ? fields : [...fields, { key, label: object.fields.find((field) => field.key === key)?.label ?? { zh: key } }]
    return <optgroup key={object.key} label={words(object.label)}>{known.map((field) => <option key={field.key} value={`${object.key}.${field.key}`}>{object.key === sheet.object ? words(field.label) : `${words(object.label)} · ${words(field.label)}`}</option>)}</optgroup>
  })
}

const WAYS = { day_first: { true: 'imp.read.dayFirst', false: 'imp.read.monthFirst' }, percent_of: { null: 'imp.read.each', hundred: 'imp.read.hundred', fraction: 'imp.read.fraction' } } as const

interface HowReadProps { name: string; doubt: Ambiguity; targets: readonly Target[]; isBusy: boolean; onChange: (targets: readonly Target[]) => void }

/** What could be read otherwise, read in each way; the person knows which one is meant. */
function HowRead({ name, doubt, targets, isBusy, onChange }: HowReadProps) {
  const t = useT()
  const id = useId()
  const said = targets.map((target) => ('reading' in target ? target.reading?.[doubt.kind] : undefined)).find((value) => value !== undefined)
  const now = said === undefined ? doubt.value : said
  const texts: Readonly<Record<string, TextKey>> = WAYS[doubt.kind]
  const choose = (value: Ambiguity['value']): void => { onChange(targets.map((target) => (target.treatment === 'field' || target.treatment === 'new_field' ? { ...target, reading: { [doubt.kind]: value } } : target))) }
  return (
    <fieldset className="imp-read">
      <legend><CircleHelp size={14} aria-hidden="true" />{t('imp.read', { name, count: doubt.cells, n: formatNumber(doubt.cells) })}</legend>
      {doubt.ways.map((way) => (
        <label key={String(way.value)}>
          <input type="radio" className="check" name={id} checked={way.value === now} disabled={isBusy} onChange={() => { choose(way.value) }} />
          <span>{t(texts[String(way.value)] ?? 'imp.read.each')} <span className="muted num">{way.examples.slice(0, 2).map(([cell, read]) => `${cell} → ${read}`).join(t('imp.comma'))}</span></span>
        </label>
      ))}
    </fieldset>
  )
}

/** Name and kind of a field that is to be added. */
function NewField({ target, isBusy, onChange }: { target: Extract<Target, { treatment: 'new_field' }>; isBusy: boolean; onChange: (target: Target) => void }) {
  const t = useT()
  return (
    <div className="imp-new">
      <input className="input" aria-label={t('imp.map.newLabel')} value={target.label} disabled={isBusy} maxLength={60} onChange={(event) => { onChange({ ...target, label: event.target.value }) }} />
      <select className="sel" aria-label={t('imp.map.newKind')} value={target.kind} disabled={isBusy} onChange={(event) => { onChange({ ...target, kind: KINDS.find((kind) => kind === event.target.value) ?? 'text' }) }}>
        {KINDS.map((kind) => <option key={kind} value={kind}>{t(kindKey(kind))}</option>)}
      </select>
    </div>
  )
}

/** The same column may fill a field of another object beside: a telephone number of the customer and of the contact. */
function AddTarget({ name, sheet, objects, isBusy, onAdd }: { name: string; sheet: Sheet; objects: readonly ObjectMeta[]; isBusy: boolean; onAdd: (target: Target) => void }) {
  const t = useT()
  const first = besideOf(objects, sheet.object)[0]
  const field = first && (fillable(first).find((each) => each.key === first.title) ?? fillable(first)[0])
  if (!first || !field) return null
  return <IconButton label={t('imp.map.two', { name })} disabled={isBusy} onClick={() => { onAdd({ treatment: 'field', object: first.key, field: field.key }) }}><Plus size={16} /></IconButton>
}
