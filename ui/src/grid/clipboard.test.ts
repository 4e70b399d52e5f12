import { expect, it } from 'vitest'
import { field, speech } from '@/test/objects'
import { toTsv, tsvCell } from './clipboard'

it('quotes what would break a spreadsheet', () => {
  expect(tsvCell('a\tb')).toBe('"a\tb"')
  expect(tsvCell('say "hi"')).toBe('"say ""hi"""')
  expect(tsvCell('plain')).toBe('plain')
})

it('copies what is shown, and masks as masks', () => {
  const fields = [field('text', { key: 'name' }), field('money', { key: 'amount' }), field('phone', { key: 'phone' })]
  const record = { id: '1', version: 1, title: '', name: '晨光', amount: { amount: '1000', currency: 'CNY' }, phone: '138****0000', _masked: ['phone'] }
  expect(toTsv([record, null], fields, speech)).toBe('晨光\t¥1,000.00\t138****0000\n\t\t')
})
