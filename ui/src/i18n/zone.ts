/** Wall-clock time in the reader's zone and back: the one of her profile, else the workspace's; the browser's own is never used. */

export interface Wall { year: number; month: number; day: number; hour: number; minute: number; second: number }

let zone = 'Asia/Shanghai'

export function setZone(name: string): void {
  zone = name
}

export function currentZone(): string {
  return zone
}

/** Those that can be chosen. */
export const ZONES: readonly string[] = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : ['Asia/Shanghai']

/** `UTC+09:00`: how far the clocks of a zone are ahead at a moment. */
export function offsetOf(at: Date, name = zone): string {
  const minutes = Math.round((asUtc(wallOf(at, name)) - Math.floor(at.getTime() / 1000) * 1000) / 60_000)
  const far = Math.abs(minutes)
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(far / 60))}:${two(far % 60)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  formats.set(name, made)
  return made
}

export function wallOf(at: Date, name = zone): Wall {
  const parts: Record<string, number> = {}
  for (const part of formatOf(name).formatToParts(at)) parts[part.type] = Number(part.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return { year, month, day, hour, minute, second }
}

function asUtc(wall: Wall): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
}

/** The instant at which the clocks of the zone show this wall time (the first one, where a clock is set back). */
export function instantOf(wall: Wall, name = zone): Date {
  const wanted = asUtc(wall)
  let guess = wanted
  for (let round = 0; round < 2; round += 1) guess += wanted - asUtc(wallOf(new Date(guess), name))
  return new Date(guess)
}

const two = (n: number): string => String(n).padStart(2, '0')

export function dayText(wall: Pick<Wall, 'year' | 'month' | 'day'>): string {
  return `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}`
}

export function timeText(wall: Pick<Wall, 'hour' | 'minute'>): string {
  return `${two(wall.hour)}:${two(wall.minute)}`
}

/** Today in the reader's zone as `2026-11-24`. */
export function today(now = new Date()): string {
  return dayText(wallOf(now))
}

/** `2026-11-24` plus so many days. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** True for a day that the calendar has: not 2026-02-30. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001-01-01') return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/** What people type for a day: 2026-11-24, 2026/11/24, 20261124, 11-24, 11月24日, 今天, +3. */
export function readDay(text: string, now = today()): string | null {
  const trimmed = text.trim()
  if (trimmed === '今天' || trimmed.toLowerCase() === 'today') return now
  if (trimmed === '明天' || trimmed.toLowerCase() === 'tomorrow') return addDays(now, 1)
  if (trimmed === '昨天' || trimmed.toLowerCase() === 'yesterday') return addDays(now, -1)
  if (/^[+-]\d{1,4}$/.test(trimmed)) return addDays(now, Number(trimmed))
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed)
  const parts = compact ? compact.slice(1) : trimmed.split(/[-/.年月日\s]+/).filter(Boolean)
  if (parts.some((part) => !/^\d+$/.test(part))) return null
  const [year, month, day] = parts.length === 3 ? parts : parts.length === 2 ? [now.slice(0, 4), ...parts] : []
  if (!year || !month || !day) return null
  const full = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(full) ? full : null
}

/** How many days one day lies before another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
