import { hasCommand, isComposing, isSubmitEnter } from '@/ui/keys'

export interface Cell { row: number; column: number }
export interface Bounds { rows: number; columns: number; page: number }
export type GridAction =
  | { do: 'move'; to: Cell; extend: boolean }
  | { do: 'edit' }
  | { do: 'open' }
  | { do: 'peek' }
  | { do: 'tick' }
  | { do: 'all' }
  | { do: 'column' }
  | { do: 'clear' }
  | { do: 'fillDown' }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'leave' }

interface KeyEvent { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max))
}

function target(event: KeyEvent, at: Cell, bounds: Bounds): Cell | null {
  const far = hasCommand(event)
  const lastRow = bounds.rows - 1
  const lastColumn = bounds.columns - 1
  switch (event.key) {
    case 'ArrowDown': return { ...at, row: far ? lastRow : at.row + 1 }
    case 'ArrowUp': return { ...at, row: far ? 0 : at.row - 1 }
    case 'ArrowRight': return { ...at, column: far ? lastColumn : at.column + 1 }
    case 'ArrowLeft': return { ...at, column: far ? 0 : at.column - 1 }
    case 'PageDown': return { ...at, row: at.row + bounds.page }
    case 'PageUp': return { ...at, row: at.row - bounds.page }
    case 'Home': return { row: far ? 0 : at.row, column: 0 }
    case 'End': return { row: far ? lastRow : at.row, column: lastColumn }
    default: return null
  }
}

const commands: Readonly<Record<string, 'all' | 'fillDown' | 'undo' | 'redo'>> = { a: 'all', d: 'fillDown', z: 'undo', y: 'redo' }

/** What a key means in a grid whose cell is not being edited; null leaves it to the browser. */
export function gridAction(event: KeyEvent & Parameters<typeof isComposing>[0], at: Cell, bounds: Bounds): GridAction | null {
  if (isComposing(event)) return null
  const to = target(event, at, bounds)
  if (to) return { do: 'move', to: { row: clamp(to.row, bounds.rows - 1), column: clamp(to.column, bounds.columns - 1) }, extend: event.shiftKey }
  if (isSubmitEnter(event) && event.altKey) return { do: 'peek' }
  if (isSubmitEnter(event)) return { do: hasCommand(event) ? 'open' : 'edit' }
  if (event.key === 'F2') return { do: 'edit' }
  if (event.key === ' ') return { do: hasCommand(event) ? 'column' : 'tick' }
  if (event.key === 'Delete' || event.key === 'Backspace') return { do: 'clear' }
  const letter = hasCommand(event) && !event.altKey ? commands[event.key.toLowerCase()] : undefined
  if (letter) return { do: letter === 'undo' && event.shiftKey ? 'redo' : letter }
  if (event.key === 'Escape') return { do: 'leave' }
  return null
}

/** Where Tab and Enter lead after an edit. */
export function afterEdit(at: Cell, bounds: Bounds, way: 'down' | 'up' | 'right' | 'left' | 'stay'): Cell {
  const step = { down: [1, 0], up: [-1, 0], right: [0, 1], left: [0, -1], stay: [0, 0] }[way]
  return { row: clamp(at.row + (step[0] ?? 0), bounds.rows - 1), column: clamp(at.column + (step[1] ?? 0), bounds.columns - 1) }
}
