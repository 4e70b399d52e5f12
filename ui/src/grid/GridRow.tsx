import { ArrowUpDown, ListX, Trash2 } from 'lucide-react'
import { memo, useCallback, useSyncExternalStore } from 'react'
import type { Rec } from '@/api/types'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { Go } from '@/ui/Go'
import { fixedWidth, TICKS, type Column } from './columns'
import type { Selection } from './selection'
import type { Row, RowStore } from './store'

export interface GridRowProps {
  id: string
  index: number
  top: number
  columns: Column[]
  from: number
  to: number
  simple: boolean
  store: RowStore
  selection: Selection
  speech: Speech
  hrefOf: (record: Rec) => string
  peeked: string | undefined
  onRetry: (page: number) => void
}

function useRow(store: RowStore, index: number): Row {
  const subscribe = useCallback((listener: () => void) => store.subscribeRow(index, listener), [store, index])
  return useSyncExternalStore(subscribe, () => store.row(index))
}

function useTicked(selection: Selection, id: string | null): boolean {
  return useSyncExternalStore(selection.subscribe, () => id !== null && selection.has(id))
}

interface CellProps { column: Column; index: number; gridId: string; row: number; record: Rec | null; isFresh: boolean; note: string | undefined; store: RowStore; speech: Speech; href?: string | undefined }

function GridCell({ column, index, gridId, row, record, isFresh, note, store, speech, href }: CellProps) {
  const { field, left, width, isFrozen } = column
  const mark = record ? store.mark(record.id, field.key) : undefined
  const kind = kindOf(field)
  const names = ['grid-td', isFrozen ? 'grid-title' : '', kind.align === 'right' ? 'grid-right' : '', mark ? `cell-${mark.state}` : isFresh ? 'cell-fresh' : '']
  const hint = mark?.state === 'failed' ? mark.message : record ? kind.toText(valueIn(record, field.key), field, speech) : ''
  return (
    <div
      role="gridcell" id={`${gridId}-${row}-${index}`} aria-colindex={index + 2} data-column={index} className={names.filter(Boolean).join(' ')}
      style={isFrozen ? { width, left } : { width }} title={hint || undefined} aria-invalid={mark?.state === 'failed' || undefined} aria-describedby={note}
    >
      {!record ? <span className="skel" /> : href ? <Go to={href} tabIndex={-1} className="grid-link"><FieldValue field={field} record={record} speech={speech} />{!record[field.key] && (record.title || '—')}</Go>
        : <FieldValue field={field} record={record} speech={speech} />}
    </div>
  )
}

function RowFailed({ row, top, width, speech, onRetry }: { row: Extract<Row, { kind: 'failed' }>; top: number; width: number; speech: Speech; onRetry: (page: number) => void }) {
  return (
    <div role="row" className="grid-tr grid-failed" style={{ top, width }}>
      <div role="gridcell" className="grid-failed-text">
        <span>{row.problem.message || speech.t('grid.rowFailed')}</span>
        <button type="button" tabIndex={-1} className="btn-link" onClick={() => { onRetry(row.page) }}>{speech.t('act.retry')}</button>
        {row.problem.requestId && <span className="muted">{speech.t('error.request', { id: row.problem.requestId })}</span>}
      </div>
    </div>
  )
}

const MARKS = { moved: ArrowUpDown, left: ListX, gone: Trash2 }

/** Says of a row that it no longer belongs where it stands. */
function PlaceMark({ id, place, speech }: { id: string; place: keyof typeof MARKS; speech: Speech }) {
  const Icon = MARKS[place]
  const words = speech.t(`grid.${place}`)
  return <span id={id} className="grid-mark" role="img" aria-label={words} title={words}><Icon size={14} aria-hidden="true" /></span>
}

/** One row. Draws again only if its record, its place or the columns change. */
export const GridRow = memo(function GridRow({ id, index, top, columns, from, to, simple, store, selection, speech, hrefOf, peeked, onRetry }: GridRowProps) {
  const row = useRow(store, index)
  const record = row.kind === 'ready' ? row.rec : null
  const ticked = useTicked(selection, record?.id ?? null)
  const fixed = columns.filter((column) => column.isFrozen)
  const width = (columns.at(-1)?.left ?? 0) + (columns.at(-1)?.width ?? 0)
  if (row.kind === 'failed') return <RowFailed row={row} top={top} width={width} speech={speech} onRetry={onRetry} />
  const shown = simple ? [] : columns.slice(fixed.length).slice(from, to + 1)
  const before = (shown[0]?.left ?? 0) - fixedWidth(fixed)
  const place = row.kind === 'ready' ? row.place : 'here'
  const note = place === 'here' ? undefined : `${id}-${index}-note`
  const shared = { gridId: id, row: index, record, note, store, speech }
  const isFresh = (column: Column): boolean => row.kind === 'ready' && Boolean(row.fresh?.has(column.field.key))
  const names = ['grid-tr', ticked ? 'is-ticked' : '', place === 'here' ? '' : `is-${place}`, index % 2 ? 'is-odd' : '']
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={ticked} aria-current={record && record.id === peeked ? true : undefined} data-row={index} className={names.filter(Boolean).join(' ')} style={{ top, width }}>
      <div role="gridcell" aria-colindex={1} className="grid-td grid-tick" style={{ width: TICKS }}>
        {place === 'here' || !note ? <span className="grid-number num" aria-hidden="true">{index + 1}</span> : <PlaceMark id={note} place={place} speech={speech} />}
        {record && place !== 'gone' && <input type="checkbox" tabIndex={-1} className="check" data-tick={record.id} aria-label={speech.t('grid.tick', { name: record.title })} checked={ticked} readOnly />}
      </div>
      {fixed.map((column, at) => <GridCell key={column.field.key} column={column} index={at} {...shared} isFresh={isFresh(column)} href={record && column.isTitle && place !== 'gone' ? hrefOf(record) : undefined} />)}
      {before > 0 && <div role="presentation" style={{ width: before, flex: 'none' }} />}
      {shown.map((column, at) => <GridCell key={column.field.key} column={column} index={from + at + fixed.length} {...shared} isFresh={isFresh(column)} />)}
    </div>
  )
})
