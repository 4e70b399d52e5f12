import { ArrowDown, ArrowUp, Lock } from 'lucide-react'
import type { Sort } from '@/api/types'
import type { Speech } from '@/fields/types'
import { kindOf } from '@/fields/registry'
import { TICKS, type Column } from './columns'

interface GridHeadProps {
  columns: Column[]
  from: number
  to: number
  width: number
  sort: Sort | null
  onSort: (field: string) => void
  speech: Speech
  ticked: 'none' | 'some' | 'all'
  onTickAll: () => void
}

function HeadCell({ column, index, sort, onSort, speech }: { column: Column; index: number } & Pick<GridHeadProps, 'sort' | 'onSort' | 'speech'>) {
  const { field } = column
  const mine = sort?.field === field.key ? sort : null
  const label = speech.words(field.label)
  const direction = mine ? (mine.desc ? 'descending' : 'ascending') : field.sortable ? 'none' : undefined
  const text = <span className="ellipsis">{label}</span>
  return (
    <div
      role="columnheader" aria-colindex={index + 2} aria-sort={direction} style={{ width: column.width }}
      className={`grid-th ${column.isTitle ? 'grid-title' : ''} ${kindOf(field).align === 'right' ? 'grid-right' : ''}`}
    >
      {field.sortable ? (
        <button type="button" tabIndex={-1} className="grid-sort" title={speech.t('grid.sort', { name: label })} onClick={() => { onSort(field.key) }}>
          {text}
          {mine && (mine.desc ? <ArrowDown size={14} aria-hidden="true" /> : <ArrowUp size={14} aria-hidden="true" />)}
        </button>
      ) : text}
      {field.level === 'masked' && <Lock size={12} aria-label={speech.t('field.masked')} />}
    </div>
  )
}

export function GridHead({ columns, from, to, width, sort, onSort, speech, ticked, onTickAll }: GridHeadProps) {
  const [title, ...rest] = columns
  const shown = rest.slice(from, to + 1)
  const before = (shown[0]?.left ?? 0) - (title ? title.left + title.width : TICKS)
  return (
    <div role="rowgroup" className="grid-head" style={{ width }}>
      <div role="row" aria-rowindex={1} className="grid-tr">
        <div role="columnheader" aria-colindex={1} className="grid-th grid-tick" style={{ width: TICKS }}>
          <input
            type="checkbox" tabIndex={-1} className="check" aria-label={speech.t('grid.tickLoaded')} checked={ticked === 'all'}
            ref={(element) => { if (element) element.indeterminate = ticked === 'some' }} onChange={onTickAll}
          />
        </div>
        {title && <HeadCell column={title} index={0} sort={sort} onSort={onSort} speech={speech} />}
        {before > 0 && <div role="presentation" style={{ width: before, flex: 'none' }} />}
        {shown.map((column, index) => <HeadCell key={column.field.key} column={column} index={from + index + 1} sort={sort} onSort={onSort} speech={speech} />)}
      </div>
    </div>
  )
}
