import { call } from '@/api/client'
import type { T, TextKey } from '@/i18n'
import type { Export } from './exports'

export type Every = 'off' | 'daily' | 'weekly' | 'monthly'

/** When the whole workspace is exported by itself, as a person sets it. */
export interface Setting {
  every: Every
  /** Monday is 1, Sunday 7. */
  weekday: number
  /** Of a month; a shorter one has its last day instead. */
  day: number
  /** `02:30` in the workspace's zone. */
  time: string
  keep: number
  with_history: boolean
}

export interface Schedule extends Setting {
  version: number
  zone: string
  next_at: string | null
  /** The newest one, whatever became of it. */
  last: Export | null
  /** The files that are there, newest first. */
  kept: readonly Export[]
  /** Whether the person may see all that is in them. */
  can_take: boolean
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
export const MOST = 52

export const loadSchedule = (signal?: AbortSignal): Promise<Schedule> => call('GET', '/exports/schedule', { signal })
export const saveSchedule = (setting: Setting, version: number): Promise<Schedule> => call('PUT', '/exports/schedule', { body: { ...setting, version } })

export function settingOf({ every, weekday, day, time, keep, with_history }: Schedule): Setting {
  return { every, weekday, day, time, keep, with_history }
}

/** A monday, a day of the month: `每周三 02:30`. */
export function whenText(t: T, { every, weekday, day, time }: Setting): string {
  if (every === 'weekly') return t('export.periodic.onWeekday', { day: t(weekdayKey(weekday)), time })
  return every === 'monthly' ? t('export.periodic.onDay', { day, time }) : t('export.periodic.onEvery', { time })
}

export function weekdayKey(weekday: number): TextKey {
  return `export.weekday.${WEEKDAYS.find((each) => each === weekday) ?? 1}`
}
