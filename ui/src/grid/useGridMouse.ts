import type { MouseEvent, PointerEvent, RefObject } from 'react'
import type { Cell } from './keyboard'
import type { useGridEdit } from './useGridEdit'

interface GridMouse {
  box: RefObject<HTMLDivElement | null>
  go: (to: Cell, extend?: boolean) => void
  focus: () => void
  tick: (row: number, through: boolean) => void
  editing: ReturnType<typeof useGridEdit>
}

/** The cell under the pointer, read from the row's and the cell's marks. */
export function cellAt(target: EventTarget | null): Cell | null {
  if (!(target instanceof Element)) return null
  const row = target.closest<HTMLElement>('[data-row]')?.dataset.row
  const column = target.closest<HTMLElement>('[data-column]')?.dataset.column
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) }
}

/** One set of handlers for the whole grid, so that cells carry none. */
export function useGridMouse({ go, focus, tick, editing }: GridMouse) {
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const cell = cellAt(event.target)
    if (!cell || (event.target as Element).closest('a')) return
    event.preventDefault()
    if (editing.edit?.typed && !editing.commitTyped()) return
    go(cell, event.shiftKey)
    focus()
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (event.buttons !== 1 || event.pointerType !== 'mouse' || editing.edit) return
    const cell = cellAt(event.target)
    if (cell) go(cell, true)
  }
  const onClick = (event: MouseEvent): void => {
    const target = event.target as Element
    const box = target.closest<HTMLElement>('[data-tick]')
    const row = target.closest<HTMLElement>('[data-row]')?.dataset.row
    if (box && row !== undefined) { tick(Number(row), event.shiftKey); return }
    const cell = cellAt(target)
    if (cell && !target.closest('a') && !editing.edit) { go(cell, event.shiftKey); focus() }
  }
  const onDoubleClick = (event: MouseEvent): void => {
    const cell = cellAt(event.target)
    if (cell && !(event.target as Element).closest('a')) editing.start(cell)
  }
  return { onPointerDown, onPointerMove, onClick, onDoubleClick }
}
