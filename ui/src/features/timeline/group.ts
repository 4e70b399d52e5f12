import type { Change, TimelineItem } from '@/api/types'
import { dayOf } from '@/i18n/format'

/** What is shown as one thing: an interaction, or a burst of changes of one person. */
export interface Event { key: string; item: TimelineItem; changes: Change[]; burst: number }
export interface Day { day: string; events: Event[] }

/** Changes of one person to one record within this time read as one. */
const BURST_MS = 10 * 60_000

function follows(event: Event, item: TimelineItem): boolean {
  const { item: last } = event
  return last.type === 'change' && item.type === 'change' && last.record.id === item.record.id && last.actor?.id === item.actor?.id && last.via === item.via
    && (last.changes?.length ?? 0) > 0 && (item.changes?.length ?? 0) > 0
    && Math.abs(Date.parse(last.at) - Date.parse(item.at)) <= BURST_MS && dayOf(last.at) === dayOf(item.at)
}

/** The items, newest first, by day; bursts collapsed. */
export function byDay(items: readonly TimelineItem[]): Day[] {
  const days: Day[] = []
  for (const [index, item] of items.entries()) {
    const day = dayOf(item.at)
    const known = days.at(-1)
    const current = known?.day === day ? known : { day, events: [] }
    if (current !== known) days.push(current)
    const last = current.events.at(-1)
    if (last && follows(last, item)) {
      last.changes.push(...(item.changes ?? []))
      last.burst += 1
    } else {
      current.events.push({ key: `${item.type} ${item.record.id} ${item.at} ${index}`, item, changes: [...(item.changes ?? [])], burst: 1 })
    }
  }
  return days
}

/** Which entries are asked for; empty means all. */
export interface Wanted { kind: string; person: string; since: string; until: string }
export const EVERYTHING: Wanted = { kind: '', person: '', since: '', until: '' }
export const CHANGES = 'changes'

/** As the address of the request has it. */
export function wantedQuery(wanted: Wanted): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(wanted).map(([name, value]: [string, string]) => [name, value || undefined]))
}
