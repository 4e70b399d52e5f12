import { describe, expect, it } from 'vitest'
import type { Field, FieldKind, Rec, Value } from '@/api/types'
import { kindOf, kinds } from '@/fields/registry'
import { field, speech } from '@/test/objects'
import { cellText, toHtml, toOwn, toTsv, type OwnCells } from './clipboard'
import { ownValue, Reader } from './reading'
import { parseTsv, tsvCell } from './tsv'

const options = [{ key: 'A', label: { zh: 'A 重点', en: 'A key' } }, { key: 'B', label: { zh: 'B 普通', en: 'B plain' } }, { key: 'X', label: { zh: '旧的', en: 'Old' }, retired: true }]
const VALUES: Record<FieldKind, Value> = {
  text: '上海"晨光"\t公司', long_text: '第一行\n第二行 "引号"\n=1+1', number: 1234.5, percent: 0.135, money: { amount: '380000.00', currency: 'CNY' }, date: '2026-11-24',
  datetime: '2026-11-24T02:30:00Z', boolean: true, choice: 'A', choices: ['A', 'B'], tags: ['重点', '华东'], person: { id: 'p1', title: '王芳' },
  department: { id: 'd1', title: '销售部' }, relation: { id: 'r1', title: '晨光' }, relations: { items: [{ id: 'r1', title: '晨光' }], more: false },
  phone: '13800138000', email: 'a@b.cn', url: 'https://kedang.example/', address: { province: '上海市', city: '上海市', district: '浦东新区', detail: '世纪大道 1 号' }, serial: 'KH-001',
}
const all = Object.keys(kinds) as FieldKind[]
const of = (kind: FieldKind): Field => field(kind, kind === 'choice' || kind === 'choices' ? { options } : kind.startsWith('relation') ? { target: 'customer' } : {})
const record: Rec = { id: '1', version: 1, title: '', ...VALUES }
const wire = (each: Field, value: Value): unknown => kindOf(each).toWire(value)

describe('the text of a spreadsheet', () => {
  it('quotes what would break it', () => {
    expect(tsvCell('a\tb')).toBe('"a\tb"')
    expect(tsvCell('say "hi"')).toBe('"say ""hi"""')
    expect(tsvCell('plain')).toBe('plain')
  })

  it.each([
    ['Excel: CRLF and a last break', 'a\tb\r\nc\td\r\n', [['a', 'b'], ['c', 'd']]],
    ['WPS: quotes around breaks', '"第一行\n第二行"\tx\r\n', [['第一行\n第二行', 'x']]],
    ['doubled quotes', '"他说""好"""\ty', [['他说"好"', 'y']]],
    ['a quote that is only a character', '5" 管\t"半\t7', [['5" 管', '"半', '7']]],
    ['empty cells and rows', '\t\r\n\r\nx\t\r\n', [['', ''], [''], ['x', '']]],
    ['an empty quoted cell', '""\tx', [['', 'x']]],
    ['one cell', 'x', [['x']]],
    ['nothing', '', []],
  ])('%s', (_name, text, rows) => {
    expect(parseTsv(text)).toEqual(rows)
  })
})

describe('what is copied', () => {
  it('is understood by spreadsheets, and masks stay masks', () => {
    const fields = [of('money'), of('percent'), of('date'), of('choice'), field('phone', { key: 'secret' })]
    const masked = { ...record, secret: '138****0000', _masked: ['secret'] }
    expect(toTsv([masked, null], fields, speech)).toBe('380000.00\t13.5%\t2026-11-24\tA 重点\t138****0000\r\n\t\t\t\t')
    expect(toOwn('customer', [masked], fields)).not.toContain('****')
  })

  it('is safe in HTML, and long digits stay texts', () => {
    const html = toHtml([{ ...record, text: '<b>&\n2', phone: '013800138000' }], [of('text'), of('phone'), of('number')], speech)
    expect(html).toContain('&lt;b&gt;&amp;<br')
    expect(html).toContain('mso-number-format:\'\\@\'">013800138000</td><td>1234.5</td>')
  })

  it.each(all)('comes back as it was within Kedang: %s', (kind) => {
    const cells = JSON.parse(toOwn('customer', [record], [of(kind)])) as OwnCells
    expect(ownValue(cells, 0, 0, 'customer', of(kind))).toEqual(VALUES[kind])
    expect(ownValue(cells, 0, 0, 'customer', of(kind === 'text' ? 'number' : 'text'))).toBeUndefined()
  })

  const textual = all.filter((kind) => !['person', 'department', 'relation', 'relations', 'address', 'serial'].includes(kind))
  it.each(textual)('comes back as it was by way of a spreadsheet: %s', async (kind) => {
    const [[text = ''] = []] = parseTsv(toTsv([record], [of(kind)], speech))
    const read = await new Reader().read(text, of(kind))
    expect(read.ok && wire(of(kind), read.value)).toEqual(wire(of(kind), VALUES[kind]))
  })
})

describe('what people have in their spreadsheets', () => {
  it.each([
    ['date', '2026/11/24', '2026-11-24'], ['date', '２０２６－１１－２４', '2026-11-24'], ['number', '1,234.50', 1234.5], ['number', '１２３４', 1234],
    ['percent', '13%', 0.13], ['boolean', '是', true], ['boolean', 'No', false], ['choice', 'a 重点', 'A'], ['choice', 'B', 'B'], ['choices', 'A 重点、B 普通', ['A', 'B']],
    ['tags', '重点, 华东；新', ['重点', '华东', '新']],
  ] as const)('%s %s', async (kind, text, value) => {
    const read = await new Reader().read(text, of(kind))
    expect(read.ok && wire(of(kind), read.value)).toEqual(value)
  })

  it('amounts with a sign', async () => {
    expect(await new Reader().read('¥1,234.50', of('money'))).toEqual({ ok: true, value: { amount: '1234.50', currency: 'CNY' } })
  })

  it.each([['choice', '没有的'], ['choice', '旧的'], ['choices', 'A 重点、没有'], ['date', '大概明年'], ['boolean', '也许'], ['number', '多']] as const)('%s %s is refused', async (kind, text) => {
    expect((await new Reader().read(text, of(kind))).ok).toBe(false)
  })

  it('a required field cannot be emptied', async () => {
    expect((await new Reader().read('', { ...of('text'), required: true })).ok).toBe(false)
    expect((await new Reader().read('', { ...of('choice'), required: true })).ok).toBe(false)
    expect(cellText({ ...record, text: null }, of('text'), speech)).toBe('')
  })
})
