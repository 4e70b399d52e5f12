import { describe, expect, it } from 'vitest'
import type { Field, FieldKind, Value } from '@/api/types'
import { field, speech } from '@/test/objects'
import { controls } from './controls'
import { kindOf, kinds, opsOf, validate } from './registry'
import { readNumber } from './values'

const options = [{ key: 'A', label: { zh: 'A 重点', en: 'A key' } }, { key: 'B', label: { zh: 'B', en: 'B' } }]

/** For every kind: a value, how it is said, and what is sent for it. */
const examples: Record<FieldKind, { field?: Partial<Field>; value: Value; text: string; wire?: unknown }> = {
  text: { value: '上海晨光', text: '上海晨光' },
  long_text: { value: '第一行\n第二行', text: '第一行\n第二行' },
  number: { value: 1234.5, text: '1,234.5' },
  percent: { value: 0.85, text: '85%' },
  money: { value: { amount: '380000.00', currency: 'CNY' }, text: '¥380,000.00' },
  date: { value: '2026-11-24', text: '2026-11-24' },
  datetime: { value: '2026-11-24T02:30:00Z', text: '2026-11-24 10:30' },
  boolean: { value: false, text: '否' },
  choice: { field: { options }, value: 'A', text: 'A 重点' },
  choices: { field: { options }, value: ['A', 'B'], text: 'A 重点、B' },
  tags: { value: ['老客户', '重点'], text: '老客户、重点' },
  person: { value: { id: 'p1', title: '王芳' }, text: '王芳', wire: 'p1' },
  department: { value: { id: 'd1', title: '销售一部' }, text: '销售一部', wire: 'd1' },
  relation: { value: { id: 'c1', title: '晨光' }, text: '晨光', wire: 'c1' },
  relations: { value: { items: [{ id: 'c1', title: '晨光' }], more: false }, text: '晨光', wire: ['c1'] },
  phone: { value: '021-61842496', text: '021-61842496' },
  email: { value: 'a@b.cn', text: 'a@b.cn' },
  url: { value: 'https://a.cn', text: 'https://a.cn' },
  address: { value: { province: '上海市', city: '上海市', district: '浦东新区', detail: '张江路 88 号' }, text: '上海市浦东新区张江路 88 号' },
  serial: { value: 'C-000001', text: 'C-000001' },
}

describe.each(Object.entries(examples))('%s', (name, example) => {
  const kind = name as FieldKind
  const one = field(kind, example.field)

  it('says its value', () => {
    expect(kinds[kind].toText(example.value, one, speech)).toBe(example.text)
    expect(kinds[kind].toText(null, one, speech)).toBe('')
  })

  it('comes back from its draft unchanged', () => {
    const parsed = kinds[kind].parse(kinds[kind].toDraft(example.value, one), one)
    expect(parsed).toEqual({ ok: true, value: example.value })
  })

  it('is sent as the contract writes it', () => {
    expect(kinds[kind].toWire(example.value)).toEqual(example.wire ?? example.value)
  })

  it('can be emptied, unless it is required', () => {
    expect(validate(kinds[kind].toDraft(null, one), one)).toBeNull()
    expect(validate(kinds[kind].toDraft(null, one), { ...one, required: true })).toBe('invalid.required')
  })

  it('has a control, and operators', () => {
    expect(controls[kind].Control).toBeTypeOf('function')
    expect(opsOf(one).length).toBeGreaterThan(0)
  })
})

describe('what people type', () => {
  it.each([
    ['1,234.50', '1234.50'], ['￥1,234', '1234'], ['１２３', '123'], ['12万', '120000'], ['1.28万元', '12800'], ['0.5亿', '50000000'], ['-3', '-3'], ['.5', '0.5'], ['007', '7'],
    ['12a', null], ['1,23', null], ['', null], ['--1', null], ['1234567890123456789012345678901', null],
  ])('number %s', (typed, read) => { expect(readNumber(typed)).toBe(read) })

  it.each([['13%', 0.13], ['13', 0.13], ['8折', 0.8], ['85折', 0.85], ['8.5折', 0.85], ['0.1%', 0.001]])('percent %s', (typed, value) => {
    expect(kinds.percent.parse(typed, field('percent'))).toEqual({ ok: true, value })
  })

  it.each([['2026/11/24', '2026-11-24'], ['20261124', '2026-11-24'], ['2026年1月2日', '2026-01-02'], ['２０２６－１１－２４', '2026-11-24']])('date %s', (typed, value) => {
    expect(kinds.date.parse(typed, field('date'))).toEqual({ ok: true, value })
  })

  it.each([['date', '2026-02-30'], ['date', 'abc'], ['datetime', '2026-11-24 25:00'], ['phone', '12'], ['phone', '电话'], ['email', 'a@b'], ['url', 'javascript:alert(1)'], ['number', '12x'], ['percent', '很多'], ['money', '1.234']] as const)('%s refuses %s', (kind, typed) => {
    expect(kinds[kind].parse(typed, field(kind)).ok).toBe(false)
  })

  it('keeps every digit of long numbers and amounts', () => {
    expect(kinds.number.parse('12345678901234567890', field('number'))).toEqual({ ok: true, value: '12345678901234567890' })
    expect(kinds.money.parse('12345678901234567890.12', field('money', { currency: 'USD' }))).toEqual({ ok: true, value: { amount: '12345678901234567890.12', currency: 'USD' } })
  })

  it('reads a time in the zone of the workspace', () => {
    expect(kinds.datetime.parse('2026-11-24 10:30', field('datetime'))).toEqual({ ok: true, value: '2026-11-24T02:30:00Z' })
  })
})

describe('a field that this version does not know', () => {
  const strange = { ...field('text'), kind: 'hologram' as FieldKind }
  it('shows text and is not typed into', () => {
    expect(kindOf(strange).toText('x', strange, speech)).toBe('x')
    expect(kindOf(strange).typed).toBe(false)
  })
})
