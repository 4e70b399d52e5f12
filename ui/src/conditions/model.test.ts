import { describe, expect, it } from 'vitest'
import { field, object } from '@/test/objects'
import { readView, viewQuery, writeView, nextSort, parseSearch, stringifySearch } from '@/meta/view'
import { conditionOf, freshRule, readFilter, shapeOf, whereOf, withOp, type Rule } from './model'
import { valueText } from './words'
import { speech } from '@/test/objects'

const fields = [
  field('text', { key: 'name', sortable: true }), field('money', { key: 'amount', currency: 'CNY', sortable: true }), field('number', { key: 'staff' }), field('percent', { key: 'rate' }),
  field('date', { key: 'day' }), field('choice', { key: 'stage', options: [{ key: 'won', label: { zh: '已成交', en: 'Won' } }] }), field('person', { key: 'owner' }), field('relations', { key: 'links' }),
  field('phone', { key: 'phone', ops: ['eq'] }),
]
const of = (rule: Rule) => conditionOf(rule, fields)

describe('a sentence becomes a condition', () => {
  it.each<[Rule, unknown]>([
    [{ field: 'name', op: 'contains', value: ' 晨光 ' }, { field: 'name', op: 'contains', value: '晨光' }],
    [{ field: 'amount', op: 'gt', value: '5万' }, { field: 'amount', op: 'gt', value: '50000.00' }],
    [{ field: 'staff', op: 'between', value: ['1', '1,000'] }, { field: 'staff', op: 'between', value: [1, 1000] }],
    [{ field: 'rate', op: 'ge', value: '13%' }, { field: 'rate', op: 'ge', value: 0.13 }],
    [{ field: 'day', op: 'eq', value: '2026/1/2' }, { field: 'day', op: 'eq', value: '2026-01-02' }],
    [{ field: 'day', op: 'within', value: 'last_30d' }, { field: 'day', op: 'within', value: { last: '30d' } }],
    [{ field: 'day', op: 'within', value: 'this_quarter' }, { field: 'day', op: 'within', value: 'this_quarter' }],
    [{ field: 'stage', op: 'in', value: ['won'] }, { field: 'stage', op: 'in', value: ['won'] }],
    [{ field: 'owner', op: 'eq', value: { id: 'p1', title: '王芳' } }, { field: 'owner', op: 'eq', value: 'p1' }],
    [{ field: 'owner', op: 'eq', value: '$me' }, { field: 'owner', op: 'eq', value: '$me' }],
    [{ field: 'owner', op: 'in', value: { items: [{ id: 'p1', title: '王芳' }], more: false } }, { field: 'owner', op: 'in', value: ['p1'] }],
    [{ field: 'links', op: 'has_any', value: { items: [{ id: 'c1', title: 'x' }], more: false } }, { field: 'links', op: 'has_any', value: ['c1'] }],
    [{ field: 'name', op: 'is_empty' }, { field: 'name', op: 'is_empty' }],
  ])('%o', (rule, condition) => { expect(of(rule)).toEqual(condition) })

  it.each<Rule>([
    { field: 'name', op: 'contains', value: '  ' }, { field: 'amount', op: 'gt', value: 'viel' }, { field: 'staff', op: 'between', value: ['1', ''] }, { field: 'stage', op: 'in', value: [] },
    { field: 'gone', op: 'eq', value: '1' }, { field: 'phone', op: 'contains', value: '138' }, { field: 'day', op: 'within', value: '' },
  ])('is not asked while it is unfinished or makes no sense: %o', (rule) => { expect(of(rule)).toBeNull() })

  it('leaves the others in force', () => {
    const good: Rule = { field: 'name', op: 'contains', value: '晨光' }
    const bad: Rule = { field: 'amount', op: 'gt', value: 'x' }
    expect(whereOf({ all: 'and', rules: [good, bad] }, fields)).toEqual(of(good))
    expect(whereOf({ all: 'or', rules: [good, { field: 'name', op: 'is_empty' }] }, fields)).toEqual({ or: [of(good), { field: 'name', op: 'is_empty' }] })
    expect(whereOf({ all: 'and', rules: [bad] }, fields)).toBeNull()
  })
})

describe('operators', () => {
  it('keep a value of the same shape only', () => {
    const rule: Rule = { field: 'staff', op: 'gt', value: '5' }
    expect(withOp(rule, 'lt').value).toBe('5')
    expect(withOp(rule, 'between').value).toBeUndefined()
    expect(shapeOf('has_none')).toBe('many')
  })

  it('begin with one that the server allows', () => {
    expect(freshRule(fields[8] ?? field('phone')).op).toBe('eq')
  })
})

describe('the address of a list', () => {
  const view = { q: '晨光&co', sort: [{ field: 'amount', desc: true }], filter: { all: 'or' as const, rules: [{ field: 'name', op: 'contains' as const, value: '"引号"' }] } }

  it('carries the whole view and gives it back', () => {
    expect(readView(parseSearch(stringifySearch(writeView(view))))).toEqual(view)
    expect(writeView({})).toEqual({})
  })

  it('survives nonsense', () => {
    expect(readView({ where: '{"rules":', sort: 'Robert"); drop', q: '' })).toEqual({ sort: undefined, filter: undefined, q: undefined })
    expect(readFilter({ rules: [{ op: 1 }, 3] })).toBeUndefined()
  })

  it('asks the server in its words', () => {
    expect(viewQuery(object(fields), view)).toEqual({ search: '晨光&co', sort: ['-amount'], where: { field: 'name', op: 'contains', value: '"引号"' } })
    expect(viewQuery(object(fields), { sort: [{ field: 'staff', desc: false }] })).toEqual({})
  })

  it('sorts up, down, not at all', () => {
    const up = nextSort([], 'name')
    expect(up).toEqual([{ field: 'name', desc: false }])
    expect(nextSort(up, 'name')).toEqual([{ field: 'name', desc: true }])
    expect(nextSort([{ field: 'name', desc: true }], 'name')).toEqual([])
  })
})

describe('a chip', () => {
  it('says the value as people do', () => {
    const [name, amount, , , , stage] = fields
    if (!name || !amount || !stage) throw new Error('fields are missing')
    expect(valueText({ field: 'amount', op: 'gt', value: '50000' }, amount, speech)).toBe('¥50,000.00')
    expect(valueText({ field: 'stage', op: 'in', value: ['won'] }, stage, speech)).toBe('已成交')
    expect(valueText({ field: 'name', op: 'is_empty' }, name, speech)).toBe('')
  })
})
