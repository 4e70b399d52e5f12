import { expect, it, vi } from 'vitest'
import { countPicks, Selection } from './selection'

const idAt = (index: number): string => `r${index}`
const ticked = (selection: Selection, rows: number): string[] => Array.from({ length: rows }, (_, at) => idAt(at)).filter((id) => selection.has(id))

it('ticks through from the last one', () => {
  const selection = new Selection()
  selection.toggle('r2', 2, false, idAt)
  selection.toggle('r5', 5, true, idAt)
  expect(ticked(selection, 8)).toEqual(['r2', 'r3', 'r4', 'r5'])
  selection.toggle('r4', 4, false, idAt)
  expect(ticked(selection, 8)).toEqual(['r2', 'r3', 'r5'])
  expect(countPicks(selection.read(), 8)).toBe(3)
})

it('holds all that match but those that were unticked [R032: all that match]', () => {
  const selection = new Selection()
  const told = vi.fn()
  selection.subscribe(told)
  selection.setEverything()
  selection.toggle('r1', 1, false, idAt)
  selection.toggle('r3', 3, true, idAt)
  expect(ticked(selection, 6)).toEqual(['r0', 'r4', 'r5'])
  expect(countPicks(selection.read(), 12_408)).toBe(12_405)
  selection.toggle('r2', 2, false, idAt)
  expect([...selection.read().ids].sort()).toEqual(['r1', 'r3'])
  selection.clear()
  expect(ticked(selection, 6)).toEqual([])
  expect(told).toHaveBeenCalledTimes(5)
})
