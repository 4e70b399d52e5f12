import { ArrowUpDown, Check, ListX, Trash2 } from 'lucide-react'
import { memo, useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Field, ObjectMeta, Rec } from '@/api/types'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import type { Speech } from '@/fields/types'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue } from '@/fields/values'
import { Go } from '@/ui/Go'
import { cardFields, factsOf, nameOn, type CardFields } from './card-fields'
import type { ListMemory } from './memory'
import type { RowStore } from './store'
import type { Selection } from './selection'
import { useLongPress } from './useLongPress'
import { Viewport } from './viewport'
import './grid.css'
import '@/ui/field.css'

const CARD = 106

interface CardProps { index: number; top: number; store: RowStore; selection: Selection; fields: CardFields; object: ObjectMeta; speech: Speech; hrefOf: (record: Rec) => string }

function Labelled({ field, record, speech }: { field: Field | undefined; record: Rec; speech: Speech }) {
  if (!field || isEmptyValue(valueIn(record, field.key))) return <span />
  const named = field.kind === 'date' || field.kind === 'number' || field.kind === 'datetime'
  return <span>{named && <span className="muted">{speech.words(field.label)} </span>}<FieldValue field={field.kind === 'relation' ? { ...field, target: null } : field} record={record} speech={speech} /></span>
}

const MARKS = { moved: ArrowUpDown, left: ListX, gone: Trash2 }

/** Says of a card that it no longer belongs where it stands, instead of its last line. */
function CardMark({ place, speech }: { place: keyof typeof MARKS; speech: Speech }) {
  const Icon = MARKS[place]
  return <span className="rec-line"><span className="rec-mark"><Icon size={14} aria-hidden="true" />{speech.t(`grid.${place}`)}</span></span>
}

const Card = memo(function Card({ index, top, store, selection, fields, object, speech, hrefOf }: CardProps) {
  const subscribe = useCallback((listener: () => void) => store.subscribeRow(index, listener), [store, index])
  const row = useSyncExternalStore(subscribe, () => store.row(index))
  const ticked = useSyncExternalStore(selection.subscribe, () => row.kind === 'ready' && selection.has(row.rec.id))
  const style = { top: top + 8 }
  if (row.kind === 'failed') {
    return (
      <li className="rec-card" style={style}>
        <span className="field-error">{row.problem.message || speech.t('grid.rowFailed')}</span>
        <button type="button" className="btn btn-small" onClick={() => { store.retry(row.page) }}>{speech.t('act.retry')}</button>
      </li>
    )
  }
  if (row.kind === 'waiting') return <li className="rec-card" style={style}><span className="skel" style={{ width: '60%' }} /><span className="skel" style={{ width: '40%' }} /></li>
  const record = row.rec
  const { place } = row
  const [a, b, c] = factsOf(fields, record)
  const { tag, owner } = fields
  return (
    <li>
      <Go to={hrefOf(record)} data-card={index} className={`rec-card ${row.fresh ? 'is-fresh' : ''} ${place === 'here' ? '' : `is-${place}`} ${ticked ? 'is-ticked' : ''}`} style={style}>
        <span className="rec-line"><span>{ticked && <span className="rec-tick"><Check size={14} role="img" aria-label={speech.t('grid.ticked')} /></span>}{nameOn(fields, record) || speech.words(object.label)}</span>{tag && <span><FieldValue field={tag} record={record} speech={speech} /></span>}</span>
        <span className="rec-line"><Labelled field={a} record={record} speech={speech} /><Labelled field={b} record={record} speech={speech} /></span>
        {place !== 'here' ? <CardMark place={place} speech={speech} /> : <span className="rec-line"><Labelled field={owner} record={record} speech={speech} /><Labelled field={c} record={record} speech={speech} /></span>}
      </Go>
    </li>
  )
})

interface CardListProps { object: ObjectMeta; label: string; store: RowStore; selection: Selection; memory: ListMemory; hrefOf: (record: Rec) => string }

/** The list on a phone: cards instead of a squeezed table. */
export function CardList({ object, label, store, selection, memory, hrefOf }: CardListProps) {
  const speech = useSpeech()
  const [viewport] = useState(() => new Viewport(CARD))
  const box = useRef<HTMLDivElement>(null)
  const rows = useSyncExternalStore(store.subscribe, () => store.summary().rows) ?? 8
  useLayoutEffect(() => { viewport.shape(rows, [], 0) }, [viewport, rows])
  useLayoutEffect(() => {
    if (!box.current) return
    return viewport.attach(box.current, 0, memory.top, {
      onSight: (sight) => { if (!sight.flinging && sight.last >= 0) store.want(sight.first, sight.last) },
      onMove: (top) => { memory.keepTop(top) },
    })
  }, [viewport, store, memory])
  const sight = useSyncExternalStore(viewport.subscribe, viewport.read)
  const press = useLongPress(box, store, selection)
  const fields = cardFields(object)
  const slots = Math.max(1, sight.last - sight.first + 1)
  const shown = Array.from({ length: sight.last - sight.first + 1 }, (_, at) => sight.first + at)
  return (
    <div className="cards" ref={box} tabIndex={-1} {...press}>
      <ul className="cards-body" aria-label={label} style={{ height: sight.height + 88 }}>
        {shown.map((index) => <Card key={index % slots} index={index} top={index * CARD - sight.offset} store={store} selection={selection} fields={fields} object={object} speech={speech} hrefOf={hrefOf} />)}
      </ul>
    </div>
  )
}
