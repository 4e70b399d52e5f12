import { expect, it } from 'vitest'
import type { TimelineItem } from '@/api/types'
import { byDay, CHANGES, EVERYTHING, wantedQuery } from './group'

function change(at: string, actor = 'p1', field = 'level'): TimelineItem {
  return { type: 'change', at, actor: { id: actor, title: actor }, object: 'customer', record: { id: 'c1', title: 'x' }, changes: [{ field, old: null, new: 'A' }], via: 'session' }
}
const call: TimelineItem = { type: 'record', at: '2026-11-24', actor: null, object: 'interaction', record: { id: 'i1', title: null } }

it('collapses changes of one person within minutes, and nothing else', () => {
  const [day] = byDay([change('2026-11-24T03:08:00Z', 'p1', 'a'), change('2026-11-24T03:02:00Z', 'p1', 'b'), change('2026-11-24T03:01:00Z', 'p2'), change('2026-11-24T02:00:00Z', 'p2')])
  expect(day?.events.map((event) => event.changes.length)).toEqual([2, 1, 1])
})

it('does not collapse over an interaction', () => {
  const [day] = byDay([change('2026-11-24T03:08:00Z'), call, change('2026-11-24T03:07:00Z')])
  expect(day?.events).toHaveLength(3)
})

it('groups by the days of the workspace, and takes a bare day as that day', () => {
  expect(byDay([change('2026-11-24T16:30:00Z'), call]).map((day) => day.day)).toEqual(['2026-11-25', '2026-11-24'])
})

it('asks for nothing that is not wanted', () => {
  expect(wantedQuery({ ...EVERYTHING, kind: CHANGES, since: '2026-11-01' })).toEqual({ kind: 'changes', since: '2026-11-01' })
})
