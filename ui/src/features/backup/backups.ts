import { call } from '@/api/client'
import type { T } from '@/i18n'

export type Every = 'daily' | 'weekly'
/** `weekday`: Monday is 1, Sunday 7. `time`: `02:00` in the installation's zone. `keep`: how many of the planned ones stay. */
export interface Setting { every: Every; weekday: number; time: string; keep: number }
export interface Plan extends Setting { version: number; zone: string; next_at: string | null; is_late: boolean }
export interface Report { workspaces: number; tables: number; rows: number; files: number; rto_seconds: number; rpo_seconds: number }
export type What = 'backup' | 'test'
export type Kind = 'manual' | 'nightly' | 'migration'

/** A backup or a restore test, as it goes. */
export interface Run {
  id: string
  what: What
  kind: Kind
  state: 'waiting' | 'running' | 'done' | 'failed'
  at: string
  ended_at: string | null
  done: number
  total: number
  report: Report | null
  error: string | null
}
export interface Runs { backup: Run | null; test: Run | null }
export interface Place { folder: string; is_copy: boolean; free: number | null; size: number | null; problem: string | null }

/** A backup; of one that cannot be read only its name and its folder are known. */
export interface Backup {
  name: string
  folder: string
  at: string | null
  kind: Kind | null
  bytes: number | null
  rows: number | null
  files: number | null
  workspaces: number | null
  verified_at: string | null
  has_copy: boolean
  problem: string | null
}
export interface Backups { plan: Plan; places: readonly Place[]; items: readonly Backup[]; runs: Runs }

export const MOST = 60

// They belong to the person's own workspace, wherever she looks from.
export const loadBackups = (signal?: AbortSignal): Promise<Backups> => call('GET', '/backups', { signal, home: true })
export const loadRuns = (signal?: AbortSignal): Promise<Runs> => call('GET', '/backups/runs', { signal, home: true })
export const savePlan = (setting: Setting, version: number): Promise<Backups> => call('PUT', '/backups/plan', { body: { ...setting, version }, home: true })
export const askFor = (what: What): Promise<Runs> => call('POST', what === 'backup' ? '/backups' : '/backups/test', { home: true })

export const isOpen = (run: Run | null | undefined): boolean => run?.state === 'waiting' || run?.state === 'running'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

export function weekdays(t: T): { day: number; name: string }[] {
  return WEEKDAYS.map((day) => ({ day, name: t(`backup.weekday.${day}`) }))
}

/** `每天 02:00`, `每周日 02:00`. */
export function whenText(t: T, { every, weekday, time }: Setting): string {
  if (every === 'daily') return t('backup.daily', { time })
  return t('backup.weekly', { time, day: weekdays(t).find((one) => one.day === weekday)?.name ?? '' })
}

/** The newest backup that can be read: the one to restore. */
export function newestOf(items: readonly Backup[]): Backup | undefined {
  return items.find((one) => one.at !== null)
}
