import type { Address, Money, Ref, Refs, Value } from '@/api/types'

export function isEmptyValue(value: Value): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object' && 'items' in value) return value.items.length === 0
  if (isAddress(value)) return ![value.province, value.city, value.district, value.detail].some(Boolean)
  return false
}

export function isMoney(value: Value): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value
}

export function isRefValue(value: Value): value is Ref {
  return typeof value === 'object' && value !== null && 'id' in value
}

export function isRefs(value: Value): value is Refs {
  return typeof value === 'object' && value !== null && 'items' in value
}

export function isAddress(value: Value): value is Address {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && ('province' in value || 'city' in value || 'district' in value || 'detail' in value)
}

export function textOf(value: Value): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export function listOf(value: Value): string[] {
  return Array.isArray(value) ? value : []
}

/** Full-width digits, signs and letters as people type them with a Chinese input method. */
export function narrow(text: string): string {
  return text.normalize('NFKC').trim()
}

/** A number as typed: `1,234.50`, `￥1,234`, `12万`, `0.5亿`; null if it is none. Stays text: floats lose digits. */
export function readNumber(text: string): string | null {
  const match = /^([+-]?)[¥￥$€]?\s*(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?\s*(万|亿)?元?$/.exec(narrow(text))
  if (!match || (match[2] === undefined && match[3] === undefined)) return null
  const sign = match[1] === '-' ? '-' : ''
  const whole = (match[2] ?? '0').replaceAll(',', '').replace(/^0+(?=\d)/, '')
  const rest = (match[3] ?? '').slice(1)
  const zeros = match[4] === '万' ? 4 : match[4] === '亿' ? 8 : 0
  const digits = whole + rest.slice(0, zeros).padEnd(zeros, '0')
  const left = digits.replace(/^0+(?=\d)/, '')
  const right = rest.slice(zeros)
  if (left.length + right.length > 30) return null
  const text_ = right ? `${left}.${right}` : left
  return /^[0.]*$/.test(text_) ? text_ : sign + text_
}

/** A JSON number where it keeps every digit, else text. */
export function wireNumber(text: string): number | string {
  const digits = text.replace(/^-/, '').replace('.', '').replace(/^0+/, '')
  return digits.length <= 15 ? Number(text) : text
}
