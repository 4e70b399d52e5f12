import { expect, it } from 'vitest'
import { field } from '@/test/objects'
import { Edits, turned, type CellEdit } from './edits'

const name = field('text', { key: 'name' })
const edit = (before: string, after: string, version: number): CellEdit => ({ id: 'r1', field: name, before, after, version })

it('takes back the newest first, and does it again', () => {
  const edits = new Edits()
  edits.add([edit('a', 'b', 2)])
  edits.add([edit('b', 'c', 3)])
  const [newest] = edits.takeUndo() ?? []
  expect(newest && turned(newest)).toMatchObject({ before: 'c', after: 'b' })
  edits.wasUndone([edit('c', 'b', 4)])
  expect(edits.takeRedo()).toEqual([edit('b', 'c', 4)])
})

it('knows own later changes of a cell, which are no conflict', () => {
  const edits = new Edits()
  edits.add([edit('a', 'b', 2)])
  edits.add([edit('b', 'c', 3)])
  edits.takeUndo()
  edits.wasUndone([edit('c', 'b', 4)])
  expect(edits.takeUndo()).toEqual([edit('a', 'b', 4)])
})

it('forgets what was taken back when something new is done', () => {
  const edits = new Edits()
  edits.add([edit('a', 'b', 2)])
  edits.takeUndo()
  edits.wasUndone([edit('b', 'a', 3)])
  edits.add([edit('a', 'x', 4)])
  expect(edits.takeRedo()).toBeUndefined()
})

it('takes back in the order in which it was done, not in that in which it was saved', () => {
  const edits = new Edits()
  const first = edits.turn()
  const second = edits.turn()
  edits.add([edit('a', 'second', 3)], second)
  edits.add([edit('b', 'first', 2)], first)
  expect(edits.takeUndo()?.[0]?.after).toBe('second')
  expect(edits.takeUndo()?.[0]?.after).toBe('first')
})
