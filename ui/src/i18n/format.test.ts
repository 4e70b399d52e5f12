import { describe, expect, it } from 'vitest'
import { say } from './index'
import { ago, dayHeading, dayInProse, fixDecimals, formatMoney, formatNumber, formatPercent, groupDigits, plainNumber, shiftPoint } from './format'
import { addDays, instantOf, isDay, readDay, wallOf } from './zone'

describe('numbers', () => {
  it('are grouped without losing digits', () => {
    expect(groupDigits('123456789012345678901234567890.12')).toBe('123,456,789,012,345,678,901,234,567,890.12')
    expect(formatNumber(-1234.5)).toBe('-1,234.5')
    expect(formatNumber(1e21)).toBe('1,000,000,000,000,000,000,000')
    expect(plainNumber(1e-7)).toBe('0.0000001')
  })

  it.each([['1.005', 2, '1.01'], ['0.995', 2, '1.00'], ['-0.001', 2, '0.00'], ['9.99', 0, '10'], ['5', 2, '5.00'], ['-2.5', 0, '-3']])('%s to %i decimals', (text, decimals, out) => {
    expect(fixDecimals(text, decimals)).toBe(out)
  })

  it.each([['0.125', 2, '12.5'], ['85', -2, '0.85'], ['0.001', 2, '0.1'], ['-7', -2, '-0.07'], ['1', 2, '100'], ['100', -2, '1'], ['8', -1, '0.8']])('%s moved by %i', (text, places, out) => {
    expect(shiftPoint(text, places)).toBe(out)
  })

  it('of money carry their sign and currency', () => {
    expect(formatMoney('380000', 'CNY')).toBe('¥380,000.00')
    expect(formatMoney('-12.345', 'USD')).toBe('-US$12.35')
    expect(formatMoney('1', 'CHF')).toBe('CHF 1.00')
    expect(formatPercent(0.125)).toBe('12.5%')
  })
})

describe('days', () => {
  it('are read as people write them', () => {
    expect(readDay('11-24', '2026-03-01')).toBe('2026-11-24')
    expect(readDay('今天', '2026-03-01')).toBe('2026-03-01')
    expect(readDay('+3', '2026-12-30')).toBe('2027-01-02')
    expect(readDay('13-40', '2026-03-01')).toBeNull()
    expect(isDay('2026-02-29')).toBe(false)
    expect(isDay('2028-02-29')).toBe(true)
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })

  it('are said in prose', () => {
    expect(dayInProse('2026-11-24', 'zh-CN', '2026-01-01')).toBe('11月24日 周二')
    expect(dayInProse('2025-11-24', 'zh-CN', '2026-01-01')).toBe('2025年11月24日 周一')
    expect(dayHeading('2026-11-23', 'zh-CN', say, '2026-11-24')).toBe('昨天')
  })

  it('are relative for a day only', () => {
    const now = new Date('2026-11-24T12:00:00Z')
    expect(ago('2026-11-24T11:57:00Z', say, now)).toBe('3 分钟前')
    expect(ago('2026-11-24T02:00:00Z', say, now)).toBe('10 小时前')
    expect(ago('2026-11-22T02:00:00Z', say, now)).toBe('2026-11-22')
  })

  it('follow the zone of the workspace, also over a change of clocks', () => {
    expect(wallOf(new Date('2026-11-24T16:30:00Z'), 'Asia/Shanghai')).toMatchObject({ day: 25, hour: 0, minute: 30 })
    const wall = { year: 2026, month: 7, day: 1, hour: 9, minute: 0, second: 0 }
    expect(instantOf(wall, 'Europe/Berlin').toISOString()).toBe('2026-07-01T07:00:00.000Z')
    expect(instantOf({ ...wall, month: 1 }, 'Europe/Berlin').toISOString()).toBe('2026-01-01T08:00:00.000Z')
  })
})
