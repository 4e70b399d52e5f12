import { describe, expect, it } from 'vitest'
import { isComposing, isSubmitEnter } from '@/ui/keys'
import { afterEdit, gridAction } from './keyboard'

const bounds = { rows: 1000, columns: 8, page: 20 }
const at = { row: 10, column: 3 }

function key(name: string, init: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key: name, ...init })
}

describe('keys in a grid', () => {
  it.each([
    ['ArrowDown', {}, { row: 11, column: 3 }],
    ['ArrowUp', {}, { row: 9, column: 3 }],
    ['ArrowLeft', {}, { row: 10, column: 2 }],
    ['ArrowRight', { ctrlKey: true }, { row: 10, column: 7 }],
    ['PageDown', {}, { row: 30, column: 3 }],
    ['PageUp', {}, { row: 0, column: 3 }],
    ['Home', {}, { row: 10, column: 0 }],
    ['End', {}, { row: 10, column: 7 }],
    ['Home', { ctrlKey: true }, { row: 0, column: 0 }],
    ['End', { ctrlKey: true }, { row: 999, column: 7 }],
    ['ArrowDown', { metaKey: true }, { row: 999, column: 3 }],
  ])('%s %o', (name, init, to) => {
    expect(gridAction(key(name, init), at, bounds)).toEqual({ do: 'move', to, extend: false })
  })

  it('stay within the list', () => {
    expect(gridAction(key('ArrowUp'), { row: 0, column: 0 }, bounds)).toMatchObject({ to: { row: 0, column: 0 } })
    expect(gridAction(key('ArrowRight'), { row: 0, column: 7 }, bounds)).toMatchObject({ to: { row: 0, column: 7 } })
  })

  it('extend the range with Shift', () => {
    expect(gridAction(key('ArrowDown', { shiftKey: true }), at, bounds)).toMatchObject({ do: 'move', extend: true })
  })

  it('edit, open and tick', () => {
    expect(gridAction(key('Enter'), at, bounds)).toEqual({ do: 'edit' })
    expect(gridAction(key('F2'), at, bounds)).toEqual({ do: 'edit' })
    expect(gridAction(key('Enter', { ctrlKey: true }), at, bounds)).toEqual({ do: 'open' })
    expect(gridAction(key(' '), at, bounds)).toEqual({ do: 'tick' })
    expect(gridAction(key(' ', { ctrlKey: true }), at, bounds)).toEqual({ do: 'column' })
  })

  it.each([
    ['Delete', {}, 'clear'], ['d', { ctrlKey: true }, 'fillDown'], ['z', { metaKey: true }, 'undo'], ['z', { ctrlKey: true, shiftKey: true }, 'redo'],
    ['y', { ctrlKey: true }, 'redo'], ['a', { ctrlKey: true }, 'all'],
  ])('%s %o', (name, init, what) => {
    expect(gridAction(key(name, init), at, bounds)).toEqual({ do: what })
  })

  it('leave letters and Tab to the browser', () => {
    expect(gridAction(key('a'), at, bounds)).toBeNull()
    expect(gridAction(key('Tab'), at, bounds)).toBeNull()
  })
})

describe('an input method', () => {
  const composing = key('Enter', { isComposing: true })
  const old = new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229 } as KeyboardEventInit)

  it('keeps its Enter, whichever way the browser says so', () => {
    expect(isComposing(composing)).toBe(true)
    expect(isComposing(old)).toBe(true)
    expect(isSubmitEnter(composing)).toBe(false)
    expect(isSubmitEnter(old)).toBe(false)
    expect(isSubmitEnter(key('Enter'))).toBe(true)
  })

  it('keeps its arrows and its Escape', () => {
    expect(gridAction(key('ArrowDown', { isComposing: true }), at, bounds)).toBeNull()
    expect(gridAction(key('Escape', { isComposing: true }), at, bounds)).toBeNull()
    expect(gridAction(old, at, bounds)).toBeNull()
  })
})

describe('after an edit', () => {
  it('leads on', () => {
    expect(afterEdit(at, bounds, 'down')).toEqual({ row: 11, column: 3 })
    expect(afterEdit(at, bounds, 'left')).toEqual({ row: 10, column: 2 })
    expect(afterEdit({ row: 999, column: 7 }, bounds, 'right')).toEqual({ row: 999, column: 7 })
  })
})
