import type { Lang, T } from './index'
import { addDays, currentZone, dayText, isDay, offsetOf, timeText, today, wallOf } from './zone'

const SYMBOLS: Readonly<Record<string, string>> = { CNY: '¥', USD: 'US$', EUR: '€', GBP: '£', JPY: 'JP¥', HKD: 'HK$', TWD: 'NT$', KRW: '₩', SGD: 'S$' }

/** Groups digits by three without passing through a float: amounts may have 30 digits. */
export function groupDigits(text: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', rest = ''] = match
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest
}

/** Exactly so many decimals, rounded half away from zero, in text. */
export function fixDecimals(text: string, decimals: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', rest = ''] = match
  if (rest.length <= decimals) return sign + whole + (decimals > 0 ? `.${rest.padEnd(decimals, '0')}` : '')
  const kept = BigInt(whole + rest.slice(0, decimals)) + (Number(rest[decimals]) >= 5 ? 1n : 0n)
  const digits = kept.toString().padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  const number = decimals > 0 ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits
  return (/^[0.]*$/.test(number) ? '' : sign) + number
}

/** A number as plain digits, never `1e+21`. */
export function plainNumber(value: number | string): string {
  if (typeof value === 'string') return value
  const text = String(value)
  if (!/e/i.test(text)) return text
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '')
}

export function formatNumber(value: number | string, decimals?: number): string {
  const plain = plainNumber(value)
  return groupDigits(decimals === undefined ? plain : fixDecimals(plain, decimals))
}

/** Moves the decimal point to the right: 0.125 by 2 is 12.5. */
export function shiftPoint(text: string, places: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', rest = ''] = match
  const decimals = rest.length - places
  const digits = decimals < 0 ? whole + rest + '0'.repeat(-decimals) : (whole + rest).padStart(decimals + 1, '0')
  const cut = digits.length - Math.max(decimals, 0)
  const left = digits.slice(0, cut).replace(/^0+(?=\d)/, '')
  const right = digits.slice(cut).replace(/0+$/, '')
  return sign + left + (right ? `.${right}` : '')
}

export function formatPercent(fraction: number | string, decimals?: number): string {
  const shifted = shiftPoint(plainNumber(fraction), 2)
  return `${decimals === undefined ? shifted : fixDecimals(shifted, decimals)}%`
}

export function currencySign(currency: string): string {
  return SYMBOLS[currency] ?? `${currency} `
}

/** `¥380,000.00`. */
export function formatMoney(amount: string, currency: string, decimals = 2): string {
  const fixed = fixDecimals(amount, decimals)
  const sign = fixed.startsWith('-') ? '-' : ''
  return sign + currencySign(currency) + groupDigits(fixed.slice(sign.length))
}

export function formatDateTime(text: string): string {
  const wall = wallOf(new Date(text))
  return `${dayText(wall)} ${timeText(wall)}`
}

/** `2026-11-24 10:30 (Asia/Shanghai, UTC+08:00)`: for a tooltip, where the zone could be taken for another. */
export function formatZoned(text: string): string {
  return `${formatDateTime(text)} (${currentZone()}, ${offsetOf(new Date(text))})`
}

export function formatTime(text: string): string {
  return timeText(wallOf(new Date(text)))
}

/** The day of an instant in the reader's zone; a day is its own. */
export function dayOf(text: string): string {
  return isDay(text) ? text : dayText(wallOf(new Date(text)))
}

/** `11月24日 周二` (with the year, if it is not this one). */
export function dayInProse(day: string, lang: Lang, now = today()): string {
  const at = new Date(`${day}T00:00:00Z`)
  const sameYear = day.slice(0, 4) === now.slice(0, 4)
  if (lang === 'en') {
    return at.toLocaleDateString('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
  }
  const week = '日一二三四五六'[at.getUTCDay()] ?? ''
  return `${sameYear ? '' : `${at.getUTCFullYear()}年`}${at.getUTCMonth() + 1}月${at.getUTCDate()}日 周${week}`
}

/** The head of a group of a timeline: 今天, 昨天, else the day. */
export function dayHeading(day: string, lang: Lang, t: T, now = today()): string {
  if (day === now) return t('time.today')
  if (day === addDays(now, -1)) return t('time.yesterday')
  return dayInProse(day, lang, now)
}

/** `3 分钟前` within a day, then the date. */
export function ago(text: string, t: T, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - new Date(text).getTime()) / 60_000)
  if (minutes < 1) return t('time.now')
  if (minutes < 60) return t('time.minutes', { count: minutes })
  if (minutes < 24 * 60) return t('time.hours', { count: Math.floor(minutes / 60) })
  return dayOf(text)
}
