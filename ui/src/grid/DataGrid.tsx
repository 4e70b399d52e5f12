import { lazy, Suspense, useEffect, useId, useLayoutEffect, useRef, useState, useSyncExternalStore, type CSSProperties } from 'react'
import type { Field, ObjectMeta, Rec, RowHeight, Sort, Value } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import { HEAD, ROWS, type Column } from './columns'
import { GridHead } from './GridHead'
import { GridRow } from './GridRow'
import { afterEdit, type Bounds, type Cell } from './keyboard'
import type { CellEdit, Edits } from './edits'
import type { ListMemory } from './memory'
import { countPicks, type Picks, type Selection } from './selection'
import type { RowStore } from './store'
import { useGridEdit } from './useGridEdit'
import { useGridMouse } from './useGridMouse'
import { part } from '@/ui/part'
import { Viewport } from './viewport'
import './grid.css'

const GridGhost = part(() => import('./GridGhost').then((module) => ({ default: module.GridGhost })))
const GridEditor = lazy(() => import('./GridEditor').then((module) => ({ default: module.GridEditor })))

interface DataGridProps {
  object: ObjectMeta
  label: string
  columns: Column[]
  store: RowStore
  selection: Selection
  edits: Edits
  memory: ListMemory
  sort: readonly Sort[]
  rowHeight: RowHeight
  /** The order by a column was asked for; with `more` beside those that hold already. */
  onSort: (field: string, more: boolean) => void
  onWidth: (field: string, width: number) => void
  onSave: (record: Rec, field: Field, value: Value) => void
  /** Many cells were written. */
  onTouched: (edits: readonly CellEdit[]) => void
  onOpen: (record: Rec) => void
  /** Show it beside the list. */
  onPeek: (record: Rec) => void
  /** The record that is shown beside the list. */
  peeked: string | undefined
  hrefOf: (record: Rec) => string
}

function useViewport(store: RowStore, columns: readonly Column[], memory: ListMemory, row: number) {
  const [viewport] = useState(() => new Viewport(row))
  const box = useRef<HTMLDivElement>(null)
  const rows = useSyncExternalStore(store.subscribe, () => store.summary().rows) ?? 30
  useLayoutEffect(() => {
    const last = columns.findLast((column) => column.isFrozen)
    viewport.shape(rows, columns.filter((column) => !column.isFrozen), last ? last.left + last.width : 0)
  }, [viewport, rows, columns])
  useLayoutEffect(() => {
    if (!box.current) return
    return viewport.attach(box.current, HEAD, memory.top, {
      onSight: (sight) => { if (!sight.flinging && sight.last >= 0) store.want(sight.first, sight.last) },
      onMove: (top) => { memory.keepTop(top) },
    })
  }, [viewport, store, memory])
  const sight = useSyncExternalStore(viewport.subscribe, viewport.read)
  return { viewport, box, sight, rows }
}

function tickedState(picks: Picks, rows: number): 'none' | 'some' | 'all' {
  const count = countPicks(picks, rows)
  return count === 0 ? 'none' : count >= rows ? 'all' : 'some'
}

/** The table of a list: own rows over a scroll bar of any length, one tab stop, edited in place. */
export function DataGrid({ object, label, columns, store, selection, edits, memory, sort, rowHeight, onSort, onWidth, onSave, onTouched, onOpen, onPeek, peeked, hrefOf }: DataGridProps) {
  const speech = useSpeech()
  const row = ROWS[rowHeight]
  const id = useId().replaceAll(':', '')
  const { viewport, box, sight, rows } = useViewport(store, columns, memory, row)
  const ticks = useSyncExternalStore(selection.subscribe, selection.read)
  const [active, setActive] = useState<Cell>(memory.active)
  const [anchor, setAnchor] = useState<Cell>(memory.active)
  const ghost = useRef<HTMLTextAreaElement>(null)
  const editing = useGridEdit(object, store, columns, onSave)
  useEffect(() => {
    const idle = setTimeout(() => { void import('./GridEditor')
      void import('@/fields/CellControl')
      void import('@/form/save')
      void import('@/ui/MenuPopover') }, 1200)
    return () => { clearTimeout(idle) }
  }, [])

  const bounds = (): Bounds => ({ rows, columns: columns.length, page: viewport.pageRows })
  const go = (to: Cell, extend = false): void => {
    setActive(to)
    memory.keepActive(to)
    if (!extend) setAnchor(to)
    viewport.reveal(to.row, columns[to.column]?.isFrozen ? undefined : columns[to.column])
  }
  const focus = (): void => { ghost.current?.focus({ preventScroll: true }) }
  const idAt = (index: number): string | null => store.record(index)?.id ?? null
  const tick = (index: number, through: boolean): void => { const at = idAt(index); if (at) selection.toggle(at, index, through, idAt) }
  const mouse = useGridMouse({ box, go, focus, tick, editing })
  const tickAll = (): void => {
    if (countPicks(ticks, rows) > 0) { selection.clear(); return }
    const ids: string[] = []
    for (let index = 0; index < Math.min(rows, 200); index += 1) { const at = idAt(index); if (at) ids.push(at) }
    selection.set(ids)
  }

  const width = (columns.at(-1)?.left ?? 0) + (columns.at(-1)?.width ?? 0)
  const slots = Math.max(1, sight.last - sight.first + 1)
  const shown = Array.from({ length: sight.last - sight.first + 1 }, (_, at) => sight.first + at)
  const column = columns[active.column]
  const { edit } = editing
  const retry = (page: number): void => { store.retry(page) }
  const [keepRetry] = useState(() => retry)
  return (
    <div className="grid" ref={box} style={{ '--row': `${row}px` } as CSSProperties} {...mouse}>
      <div className="grid-overlays" style={{ width }}>
        <Suspense fallback={null}>
          {column && <GridGhost
            ref={ghost} object={object} edits={edits} onTouched={onTouched} gridId={id} label={label} columns={columns} column={column} active={active} anchor={anchor} offset={sight.offset} row={row}
            editing={editing} store={store} speech={speech} bounds={bounds} go={go} onOpen={(row) => { const record = store.record(row); if (record) onOpen(record) }} onPeek={(row) => { const record = store.record(row); if (record) onPeek(record) }}
            onTick={tick} onLeave={() => { selection.clear(); setAnchor(active) }}
          />}
        </Suspense>
        {edit && !edit.typed && column && (
          <div className={`grid-layer ${column.isFrozen ? 'grid-layer-fixed' : ''}`}>
            <div className="grid-over" style={{ left: column.left, top: edit.cell.row * row - sight.offset, width: Math.max(column.width, 200) }}>
              <Suspense fallback={null}><GridEditor
                key={`${edit.record.id} ${edit.field.key}`} edit={edit} store={store} speech={speech}
                onDone={(value, way) => { editing.finish(value); go(afterEdit(active, bounds(), way)); focus() }}
                onCancel={() => { editing.cancel(); focus() }}
              /></Suspense>
            </div>
          </div>
        )}
      </div>
      <div role="grid" id={id} aria-label={label} aria-rowcount={rows + 1} aria-colcount={columns.length + 1} aria-multiselectable="true" style={{ width }}>
        <GridHead columns={columns} from={sight.from} to={sight.to} width={width} sort={sort} onSort={onSort} onWidth={onWidth} speech={speech} ticked={tickedState(ticks, rows)} onTickAll={tickAll} />
        <div role="rowgroup" className="grid-body" style={{ height: sight.height }}>
          {shown.map((index) => (
            <GridRow
              key={index % slots} id={id} index={index} top={index * row - sight.offset} columns={columns} from={sight.from} to={sight.to}
              simple={sight.flinging} store={store} selection={selection} speech={speech} hrefOf={hrefOf} peeked={peeked} onRetry={keepRetry}
            />
          ))}
        </div>
      </div>
    </div>
  )
}
