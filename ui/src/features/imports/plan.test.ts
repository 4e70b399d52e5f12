import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/client'
import { field, object } from '@/test/objects'
import type { Column, Reason, Sheet } from './imports'
import { besideOf, changesIn, draftOf, fillable, keyOf, madeBy, meaningsOf, NO_DRAFT, samplesOf, stepOf, sumOf, tell, unsaidDoubts, untell, wishesOf, wrongColumn, type Target } from './plan'

const column = (index: number, header: string, more: Partial<Column> = {}): Column => ({ index, header, treatment: 'field', object: 'customer', field: header, kind: null, label: null, by: 'label', ...more })
const columns = [column(0, 'name'), column(1, 'phone'), column(1, 'phone', { object: 'contact', field: 'mobile', by: 'also' }), column(2, 'margin', { treatment: 'new_field', kind: 'percent', by: 'new' }), column(3, '', { treatment: 'leave', field: null, by: 'empty' })]
const sheet: Sheet = {
  file: 'a.xlsx', sheet: '客户', object: 'customer', headers: ['name', 'phone', 'margin', ''], header_rows: [1], encoding: null, rows: 10, new: 4, updated: 3, unchanged: 0, merged: 1, doubtful: 1, refused: 1, written: 0, ignored: 2,
  unmatched_references: 0, open_references: 0, also: [{ object: 'contact', new: 4, updated: 1 }], columns, ambiguous: [], reasons: [] as Reason[], ignored_rows: [],
}
const name: Target = { treatment: 'field', object: 'customer', field: 'name' }
const short: Target = { treatment: 'field', object: 'customer', field: 'short_name' }
const margin: Target = { treatment: 'new_field', kind: 'percent', label: 'margin', field: 'margin' }

describe('the step of an import', () => {
  it('is in the address only until it runs', () => {
    expect(['map', 'check', undefined, 'nonsense'].map((wanted) => stepOf('planned', wanted))).toEqual(['map', 'check', 'map', 'map'])
    expect(stepOf('running', 'check')).toBe('run')
    expect((['done', 'failed', 'undone'] as const).map((state) => stepOf(state, 'map'))).toEqual(['result', 'result', 'result'])
  })
  it('lets doubtful rows be decided before and after it, not meanwhile', () => {
    expect((['planned', 'running', 'done', 'undone'] as const).map((state) => stepOf(state, 'doubtful'))).toEqual(['doubtful', 'run', 'doubtful', 'result'])
  })
})

describe('what columns mean', () => {
  it('is what is planned; a proposed field that nobody has agreed to goes into the note', () => {
    const [first, second, third, last] = meaningsOf(sheet, NO_DRAFT, false)
    expect(first?.targets).toEqual([name])
    expect(second?.targets).toEqual([{ treatment: 'field', object: 'customer', field: 'phone' }, { treatment: 'field', object: 'contact', field: 'mobile' }])
    expect([third?.targets, third?.offered]).toEqual([[{ treatment: 'note' }], margin])
    expect(last?.targets).toEqual([{ treatment: 'leave' }])
  })
  it('is a new field once all are accepted, or this one', () => {
    expect(meaningsOf(sheet, NO_DRAFT, true)[2]).toMatchObject({ targets: [margin], offered: null })
    const told = { ...sheet, columns: columns.map((each) => (each.index === 2 ? { ...each, by: 'told' } : each)) }
    expect(meaningsOf(told, NO_DRAFT, false)[2]).toMatchObject({ targets: [margin], offered: null })
  })
  it('takes a field from the column that had it', () => {
    const [first, second] = meaningsOf(sheet, tell(NO_DRAFT, sheet, 1, [name]), false)
    expect(first).toMatchObject({ targets: [{ treatment: 'note' }], by: 'displaced', isChanged: false })
    expect(second).toMatchObject({ targets: [name], by: 'told', isChanged: true })
  })
  it('leaves a column the second field of two', () => {
    const phone: Target = { treatment: 'field', object: 'customer', field: 'phone' }
    expect(meaningsOf(sheet, tell(NO_DRAFT, sheet, 0, [phone]), false)[1]?.targets).toEqual([{ treatment: 'field', object: 'contact', field: 'mobile' }])
  })
})

describe('cells that can be read in two ways', () => {
  const doubt = { index: 0, kind: 'day_first' as const, value: false, cells: 2, ways: [] }
  const doubted = { ...sheet, ambiguous: [doubt] }
  it('are asked about as long as the column fills what was planned', () => {
    expect(meaningsOf(doubted, NO_DRAFT, false).map((each) => each.doubt)).toEqual([doubt, null, null, null])
    expect(meaningsOf(doubted, tell(NO_DRAFT, doubted, 0, [{ treatment: 'note' }]), false)[0]?.doubt).toBeNull()
    expect([unsaidDoubts(doubted), unsaidDoubts({ ...doubted, columns: [column(0, 'name', { day_first: true })] })]).toEqual([['name'], []])
  })
  it('are read as it was said, also after a reload', () => {
    const draft = tell(NO_DRAFT, doubted, 0, [{ ...name, reading: { day_first: true } }])
    expect(wishesOf([doubted], draft, 'zh').sheets?.[0]?.columns).toEqual({ '#0': { treatment: 'field', field: 'name', day_first: true } })
    expect(draftOf(wishesOf([doubted], draft, 'zh'), [doubted])).toEqual(draft)
    expect(meaningsOf({ ...sheet, columns: [column(0, 'name', { day_first: true })] }, NO_DRAFT, false)[0]?.targets).toEqual([{ ...name, reading: { day_first: true } }])
  })
})

describe('wishes', () => {
  it('come back as what was said, as far as the columns are still there', () => {
    let draft = tell(NO_DRAFT, sheet, 0, [short])
    draft = tell(draft, sheet, 1, [name, { treatment: 'field', object: 'contact', field: 'mobile' }])
    draft = tell(draft, sheet, 2, [margin])
    draft = tell(draft, sheet, 3, [{ treatment: 'leave' }])
    expect(draftOf(wishesOf([sheet], draft, 'zh'), [sheet])).toEqual(draft)
    expect(draftOf({ sheets: [{ sheet: '客户', file: 'a.xlsx', columns: { '#0': 'short_name', '#3': null, '#9': 'name' } }, { sheet: '别的', file: 'a.xlsx', columns: { '#0': 'name' } }] }, [sheet])).toEqual(tell(tell(NO_DRAFT, sheet, 0, [short]), sheet, 3, [{ treatment: 'leave' }]))
    expect(draftOf(null, [sheet])).toBe(NO_DRAFT)
  })
  it('name columns by their places, and another object before the point', () => {
    let draft = tell(NO_DRAFT, sheet, 0, [short])
    draft = tell(draft, sheet, 1, [name, { treatment: 'field', object: 'contact', field: 'mobile' }])
    draft = tell(draft, sheet, 2, [{ ...margin, label: ' 毛利率 ' }])
    draft = tell(draft, sheet, 3, [{ treatment: 'leave' }])
    expect(changesIn(draft)).toBe(4)
    expect(wishesOf([sheet], draft, 'zh')).toEqual({ sheets: [{ sheet: '客户', file: 'a.xlsx', columns: {
      '#0': { treatment: 'field', field: 'short_name' },
      '#1': [{ treatment: 'field', field: 'name' }, { treatment: 'field', field: 'contact.mobile' }],
      '#2': { treatment: 'new_field', kind: 'percent', label: { zh: '毛利率' }, field: 'margin' },
      '#3': { treatment: 'leave' },
    } }] })
  })
  it('say nothing of sheets that were not touched, or were touched and restored', () => {
    const draft = tell(tell(NO_DRAFT, sheet, 0, [short]), sheet, 1, [name])
    expect(untell(untell(draft, sheet, 0), sheet, 1)).toEqual(NO_DRAFT)
    expect(untell(draft, sheet)).toEqual(NO_DRAFT)
    expect(wishesOf([sheet], NO_DRAFT, 'zh')).toEqual({ sheets: [] })
  })
})

describe('a complaint', () => {
  const wishes = { sheets: [{ sheet: '客户', file: 'a.xlsx', columns: {} }] }
  const problem = (path: string): Problem => new Problem(422, { fields: [{ field: path, code: 'no', message: 'no' }] })
  it('is shown at the column that it names', () => {
    for (const path of ['sheets[0].columns.#2', 'sheets[0].columns.#2.kind', 'sheets[0].columns.margin', 'margin']) expect(wrongColumn(problem(path), wishes, [sheet])).toEqual({ sheet: keyOf(sheet), index: 2, message: 'no' })
  })
  it('is nowhere if it names none', () => {
    for (const path of ['choices', 'sheets[0].object', 'sheets[3].columns.#2', 'sheets[0].columns.#9']) expect(wrongColumn(problem(path), wishes, [sheet])).toBeNull()
  })
})

describe('numbers', () => {
  it('add up over sheets and by object', () => {
    const other = { ...sheet, object: 'contact', also: [], new: 2, updated: 0, rows: 5 }
    expect(sumOf([sheet, other])).toEqual({ rows: 15, new: 6, updated: 3, unchanged: 0, merged: 2, doubtful: 2, refused: 2, ignored: 4 })
    expect(madeBy([sheet, other])).toEqual([{ object: 'customer', new: 4, updated: 3 }, { object: 'contact', new: 6, updated: 1 }])
  })
  it('samples are different and not empty', () => {
    expect(samplesOf([{ cells: ['a', 'x'] }, { cells: [' a ', ''] }, { cells: ['b'] }, { cells: ['c'] }, { cells: ['d'] }], 0)).toEqual(['a', 'b', 'c'])
    expect(samplesOf([{ cells: ['a'] }], 4)).toEqual([])
  })
})

describe('what can be filled', () => {
  const customer = object([field('text', { key: 'name' }), field('serial', { key: 'number' }), field('text', { key: 'seen', level: 'read' }), field('person', { key: 'owner', system: true, level: 'read' }), field('datetime', { key: 'created_at', system: true, level: 'read' })], { can: { create: true, import: true } })
  const contact = object([field('relation', { key: 'customer', target: 'customer' })], { key: 'contact', can: { create: true, import: true } })
  it('is what the person may edit, and the owner', () => {
    expect(fillable(customer).map((each) => each.key)).toEqual(['name', 'owner'])
  })
  it('beside are objects with a relation that may be imported', () => {
    expect(besideOf([customer, contact], 'customer')).toEqual([contact])
    expect(besideOf([customer, { ...contact, can: { create: true } }], 'customer')).toEqual([])
    expect(besideOf([customer, contact], 'contact')).toEqual([])
  })
})
