import { ArrowDown, ArrowUp, Lock } from 'lucide-react'
import { useRef, type PointerEvent } from 'react'
import type { Sort } from '@/api/types'
import type { Speech } from '@/fields/types'
import { kindOf } from '@/fields/registry'
import { fixedWidth, TICKS, type Column } from './columns'

interface GridHeadProps {
  columns: Column[]
  from: number
  to: number
  width: number
  sort: readonly Sort[]
  onSort: (field: string, more: boolean) => void
  onWidth: (field: string, width: number) => void
  speech: Speech
  ticked: 'none' | 'some' | 'all'
  onTickAll: () => void
}

const NARROWEST = 64

/** The edge by which a column is made wider; the keyboard has the panel of the fields for that. */
function Edge({ column, onWidth }: { column: Column } & Pick<GridHeadProps, 'onWidth'>) {
  const from = useRef<{ x: number; width: number } | null>(null)
  const widthAt = (x: number): number => Math.max(NARROWEST, Math.min(1200, Math.round((from.current?.width ?? column.width) + x - (from.current?.x ?? x))))
  const paint = (event: PointerEvent<HTMLElement>): void => { if (from.current && event.currentTarget.parentElement) event.currentTarget.parentElement.style.width = `${widthAt(event.clientX)}px` }
  return (
    <span
      className="grid-edge" aria-hidden="true" onPointerMove={paint} onPointerCancel={() => { from.current = null }}
      onPointerDown={(event) => { event.preventDefault(); event.stopPropagation(); event.currentTarget.setPointerCapture(event.pointerId); from.current = { x: event.clientX, width: column.width } }}
      onPointerUp={(event) => { const width = widthAt(event.clientX); from.current = null; if (width !== column.width) onWidth(column.field.key, width) }}
    />
  )
}

function HeadCell({ column, index, sort, onSort, onWidth, speech }: { column: Column; index: number } & Pick<GridHeadProps, 'sort' | 'onSort' | 'onWidth' | 'speech'>) {
  const { field } = column
  const place = sort.findIndex((each) => each.field === field.key)
  const mine = sort[place] ?? null
  const label = speech.words(field.label)
  const direction = mine ? (mine.desc ? 'descending' : 'ascending') : field.sortable ? 'none' : undefined
  const text = <span className="ellipsis">{label}</span>
  return (
    <div
      role="columnheader" aria-colindex={index + 2} aria-sort={place > 0 ? undefined : direction} style={column.isFrozen ? { width: column.width, left: column.left } : { width: column.width }}
      className={`grid-th ${column.isFrozen ? 'grid-title' : ''} ${kindOf(field).align === 'right' ? 'grid-right' : ''}`}
    >
      {field.sortable ? (
        <button type="button" tabIndex={-1} className="grid-sort" title={speech.t('grid.sort', { name: label })} onClick={(event) => { onSort(field.key, event.shiftKey) }}>
          {text}
          {mine && (mine.desc ? <ArrowDown size={14} aria-hidden="true" /> : <ArrowUp size={14} aria-hidden="true" />)}
          {mine && sort.length > 1 && <small className="num">{place + 1}</small>}
        </button>
      ) : text}
      {field.level === 'masked' && <Lock size={12} aria-label={speech.t('field.masked')} />}
      <Edge column={column} onWidth={onWidth} />
    </div>
  )
}

export function GridHead({ columns, from, to, width, sort, onSort, onWidth, speech, ticked, onTickAll }: GridHeadProps) {
  const fixed = columns.filter((column) => column.isFrozen)
  const shown = columns.slice(fixed.length).slice(from, to + 1)
  const before = (shown[0]?.left ?? 0) - fixedWidth(fixed)
  const shared = { sort, onSort, onWidth, speech }
  return (
    <div role="rowgroup" className="grid-head" style={{ width }}>
      <div role="row" aria-rowindex={1} className="grid-tr">
        <div role="columnheader" aria-colindex={1} className="grid-th grid-tick" style={{ width: TICKS }}>
          <input
            type="checkbox" tabIndex={-1} className="check" aria-label={speech.t('grid.tickLoaded')} checked={ticked === 'all'}
            ref={(element) => { if (element) element.indeterminate = ticked === 'some' }} onChange={onTickAll}
          />
        </div>
        {fixed.map((column, index) => <HeadCell key={column.field.key} column={column} index={index} {...shared} />)}
        {before > 0 && <div role="presentation" style={{ width: before, flex: 'none' }} />}
        {shown.map((column, index) => <HeadCell key={column.field.key} column={column} index={from + index + fixed.length} {...shared} />)}
      </div>
    </div>
  )
}
