import { useImperativeHandle, useLayoutEffect, useRef, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { textOf } from '@/fields/values'
import { isComposing } from '@/ui/keys'
import { toast } from '@/ui/toast'
import { toTsv } from './clipboard'
import type { Column } from './columns'
import { wayOf } from './way'
import { afterEdit, gridAction, type Bounds, type Cell } from './keyboard'
import type { RowStore } from './store'
import type { useGridEdit } from './useGridEdit'

interface GridGhostProps {
  ref: Ref<HTMLTextAreaElement>
  gridId: string
  label: string
  columns: Column[]
  column: Column
  active: Cell
  anchor: Cell
  offset: number
  row: number
  editing: ReturnType<typeof useGridEdit>
  store: RowStore
  speech: Speech
  bounds: () => Bounds
  go: (to: Cell, extend?: boolean) => void
  onOpen: (row: number) => void
  onPeek: (row: number) => void
  onTick: (row: number, through: boolean) => void
  onLeave: () => void
}

const MOST_COPIED = 2000

function range(a: Cell, b: Cell) {
  return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) }
}

/**
 * The active cell: its frame, the range, and an input that lies invisible in it and has the focus. So an input method composes in a real
 * text box from the first key on; the box is shown when the first character arrives.
 */
export function GridGhost({ ref, gridId, label, columns, column, active, anchor, offset, row, editing, store, speech, bounds, go, onOpen, onPeek, onTick, onLeave }: GridGhostProps) {
  const input = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => input.current as HTMLTextAreaElement)
  const { edit } = editing
  const typing = edit?.typed ? edit : null
  const field = column.field
  const isEditing = typing !== null
  useLayoutEffect(() => {
    const element = input.current
    if (!element || !isEditing) return
    element.focus({ preventScroll: true })
    element.setSelectionRange(element.value.length, element.value.length)
  }, [isEditing])

  const leaveEdit = (way: ReturnType<typeof wayOf>): void => { if (editing.commitTyped() && way) go(afterEdit(active, bounds(), way)) }
  const onEditKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !isComposing(event)) { event.preventDefault(); editing.cancel(); return }
    const way = wayOf(event, field.kind === 'long_text' && event.altKey)
    if (!way) return
    event.preventDefault()
    leaveEdit(way)
  }
  const onGridKey = (event: KeyboardEvent): void => {
    const action = gridAction(event, active, bounds())
    if (!action) return
    if (action.do !== 'edit' || event.key !== 'Process') event.preventDefault()
    switch (action.do) {
      case 'move': go(action.to, action.extend); break
      case 'edit': editing.start(active); break
      case 'open': onOpen(active.row); break
      case 'peek': onPeek(active.row); break
      case 'tick': onTick(active.row, event.shiftKey); break
      case 'all': go({ row: bounds().rows - 1, column: columns.length - 1 }, true); break
      case 'leave': onLeave(); break
    }
  }
  const onInput = (text: string): void => { if (typing) editing.type(text); else if (text) editing.start(active, text) }
  const onCopy = (event: ClipboardEvent): void => {
    if (typing) return
    const { top, bottom, left, right } = range(active, anchor)
    const rows = Array.from({ length: Math.min(bottom - top + 1, MOST_COPIED) }, (_, at) => store.record(top + at))
    event.preventDefault()
    if (bottom - top + 1 > MOST_COPIED || rows.includes(null)) { toast(speech.t('grid.copyLoaded'), { bad: true }); return }
    event.clipboardData.setData('text/plain', toTsv(rows, columns.slice(left, right + 1).map((each) => each.field), speech))
    toast(speech.t('grid.copied', { count: rows.length }))
  }
  const span = range(active, anchor)
  const first = columns[span.left]
  const last = columns[span.right]
  const isRange = span.top !== span.bottom || span.left !== span.right
  const top = active.row * row - offset
  const error = typing?.error ? speech.t(typing.error) : typing?.note
  return (
    <>
      {isRange && first && last && (
        <div className="grid-layer"><div className="grid-range" style={{ left: first.left, top: span.top * row - offset, width: last.left + last.width - first.left, height: (span.bottom - span.top + 1) * row }} /></div>
      )}
      <div className={`grid-layer ${column.isFrozen ? 'grid-layer-fixed' : ''}`}>
        <div className={`grid-active ${typing ? 'is-editing' : ''}`} style={{ left: column.left, top, width: column.width, height: row }} data-error={error ? true : undefined}>
          <textarea
            ref={input} rows={1} className={`grid-ghost ${kindOf(field).align === 'right' ? 'input-num' : ''}`} aria-label={typing ? speech.words(field.label) : label}
            aria-controls={gridId} aria-activedescendant={typing ? undefined : `${gridId}-${active.row}-${active.column}`} autoComplete="off" spellCheck={false}
            aria-invalid={error ? true : undefined} value={typing ? textOf(typing.draft) : ''} inputMode={typing ? 'text' : 'none'}
            onChange={(event) => { onInput(event.target.value) }} onKeyDown={typing ? onEditKey : onGridKey} onCopy={onCopy}
            onBlur={() => { if (typing) editing.commitTyped() }}
          />
          {error && <div className="grid-note" role="alert">{error}</div>}
        </div>
      </div>
    </>
  )
}
