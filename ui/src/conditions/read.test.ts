import { describe, expect, it } from 'vitest'
import type { Condition, SavedView } from '@/api/types'
import { changeView, isChanged, parseSearch, readView, stringifySearch, viewQuery, wholeView, writeView } from '@/meta/view'
import { field, object } from '@/test/objects'
import { whereOf } from './model'
import { readCondition } from './read'

const firm = object([
  field('text', { key: 'name', sortable: true }), field('choice', { key: 'level', sortable: true, options: [{ key: 'A', label: { zh: 'A', en: 'A' } }] }),
  field('money', { key: 'amount', currency: 'CNY' }), field('number', { key: 'score' }), field('date', { key: 'day' }), field('datetime', { key: 'seen' }),
  field('person', { key: 'owner' }), field('tags', { key: 'tags' }), field('relation', { key: 'parent', target: 'customer' }), field('percent', { key: 'rate' }),
])
const names = { p1: '王芳', c1: '晨光' }

describe('a condition that was saved [R236: reading back]', () => {
  it.each<Condition>([
    { field: 'name', op: 'contains', value: '晨光' },
    { and: [{ field: 'level', op: 'in', value: ['A'] }, { or: [{ field: 'owner', op: 'eq', value: '$me' }, { field: 'tags', op: 'has_any', value: ['老客户'] }] }] },
    { not: { or: [{ field: 'score', op: 'between', value: [1, 5] }, { field: 'day', op: 'within', value: { last: '45d' } }] } },
    { and: [{ field: 'parent.level', op: 'eq', value: 'A' }, { field: 'parent.parent.owner', op: 'in', value: ['p1', '$me'] }] },
    { or: [{ field: 'day', op: 'before', value: '2026-01-02' }, { field: 'seen', op: 'after', value: 'this_quarter' }, { field: 'day', op: 'eq', value: '$today' }] },
    { and: [{ field: 'rate', op: 'ge', value: 0.13 }, { field: 'amount', op: 'gt', value: '50000.00' }, { field: 'amount', op: 'is_empty' }] },
    { and: [{ field: 'owner', op: 'ne', value: 'p1' }, { field: 'parent', op: 'in', value: ['c1', 'c2'] }, { not: { field: 'name', op: 'eq', value: 'x' } }] },
  ])('is the same after it was read as sentences: %o', (condition) => {
    const filter = readCondition(condition, firm, [firm], names)
    expect(filter && whereOf(filter, firm.fields)).toEqual(condition)
  })

  it('is not read in part', () => {
    expect(readCondition({ and: [{ field: 'name', op: 'not_empty' }, { field: 'gone', op: 'not_empty' }] }, firm, [firm], names)).toBeUndefined()
  })
})

const saved: SavedView = {
  id: 'v1', kind: 'team', roles: [], label: { zh: '重点' }, locked: false, version: 3, where: { field: 'level', op: 'eq', value: 'A' }, sort: ['-name'], search: '甲',
  columns: [{ field: 'name', width: null }], frozen: 2, row_height: 'large', names: {}, dropped: 0, problem: null, default_of: [], can: { update: true, delete: true },
}
const shown = { ...firm, views: [saved] }
const back = (view: Parameters<typeof writeView>[0]) => readView(parseSearch(stringifySearch(writeView(view))))

describe('a saved view and its draft', () => {
  it('asks what was saved, with what was changed since', () => {
    expect(viewQuery(shown, { id: 'v1' })).toEqual({ where: saved.where, sort: ['-name'], search: '甲' })
    expect(viewQuery(shown, { id: 'v1', q: '乙' }).search).toBe('乙')
    expect(viewQuery(shown, { id: 'gone' })).toEqual({})
  })

  it('keeps in the address that a part was taken away', () => {
    const view = changeView(shown, changeView(shown, { id: 'v1' }, { filter: { all: 'and', rules: [] }, q: '' }), { sort: [] })
    expect(back(view)).toEqual(back(back(view)))
    expect(wholeView(shown, back(view))).toEqual({ where: null, sort: [], q: undefined })
    expect(isChanged(back(view))).toBe(true)
  })

  it('is no draft any more when everything is as it was', () => {
    const changed = changeView(shown, { id: 'v1' }, { sort: [{ field: 'level', desc: false }], q: '乙', height: 'small', frozen: 1, columns: [{ field: 'level', width: 90 }] })
    expect(isChanged(changed)).toBe(true)
    expect(back(changed)).toEqual(changed)
    const same = changeView(shown, changed, { sort: [{ field: 'name', desc: true }], q: '甲', height: 'large', frozen: 2, columns: [{ field: 'name' }] })
    expect(isChanged(same)).toBe(false)
    const filtered = changeView(shown, same, { filter: { all: 'and', rules: [{ field: 'level', op: 'eq', value: 'A' }] } })
    expect(isChanged(filtered)).toBe(false)
  })
})
