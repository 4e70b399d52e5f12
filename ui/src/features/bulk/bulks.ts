import { call } from '@/api/client'
import type { QueryBody } from '@/api/records'
import type { Paged } from '@/api/types'
import type { OpenList } from '@/grid/lists'
import type { T } from '@/i18n'
import { formatNumber } from '@/i18n/format'

export type BulkAction = 'set' | 'tags' | 'delete' | 'restore' | 'merge_options'

/** A change of many as the server tells of it; its id is that of the batch in the history. */
export interface Bulk {
  id: string
  at: string
  object: string
  action: BulkAction
  /** Keys of the fields that it writes. */
  fields: string[]
  state: 'waiting' | 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone'
  total: number
  changed: number
  unchanged: number
  refused: number
  reverted: number
  kept: number
  error: string | null
  ended_at: string | null
}
export interface BulkRow { id: string; title: string | null; code: string | null; reason: string | null }

/** Which records: named, or all of a query but some. */
export interface Chosen { ids?: string[]; query?: Pick<QueryBody, 'where' | 'search'>; besides?: string[] }
export type Deed =
  | { action: 'set'; values: Record<string, unknown> }
  | { action: 'tags'; field: string; add: string[]; remove: string[] }
  | { action: 'delete' }
  | { action: 'restore' }
export interface Planned { total: number; allowed: number }

const at = (id: string): string => `/bulks/${id}`
const of = (object: string): string => `/objects/${encodeURIComponent(object)}/bulk`
export const planBulk = (object: string, chosen: Chosen, deed: Deed, signal: AbortSignal): Promise<Planned> => call('POST', of(object), { body: { ...chosen, ...deed }, query: { plan: true }, signal })
export const askBulk = (object: string, chosen: Chosen, deed: Deed, key: string): Promise<Bulk> => call('POST', of(object), { body: { ...chosen, ...deed }, key })
export const getBulk = (id: string): Promise<Bulk> => call('GET', at(id))
export const loadBulks = (): Promise<Paged<Bulk>> => call('GET', '/bulks')
export const loadRows = (id: string, which: 'refused' | 'kept'): Promise<Paged<BulkRow>> => call('GET', `${at(id)}/rows`, { query: { which, limit: 100 } })
export const cancelBulk = (id: string, key: string): Promise<Bulk> => call('POST', `${at(id)}/cancel`, { key })
export const undoBulk = (id: string, key: string): Promise<Bulk> => call('POST', `${at(id)}/undo`, { key })
export const refusedHref = (id: string): string => `/api/v1${at(id)}/refused`

const OPEN = new Set<Bulk['state']>(['waiting', 'running', 'cancelling', 'undoing'])
export const isOpen = (bulk: Bulk): boolean => OPEN.has(bulk.state)
export const mayUndo = (bulk: Bulk): boolean => bulk.changed > 0 && (bulk.state === 'done' || bulk.state === 'cancelled' || bulk.state === 'failed')

/** What is ticked in a list, as the server picks it. */
export function chosenOf(list: OpenList): Chosen {
  const { everything, ids } = list.selection.read()
  if (!everything) return { ids: [...ids] }
  const { where, search } = list.query
  return { query: { ...(where ? { where } : {}), ...(search ? { search } : {}) }, besides: [...ids] }
}

/** How many of its records are done with. */
export function doneOf(bulk: Bulk): number {
  return bulk.state === 'undoing' ? bulk.reverted + bulk.kept : bulk.changed + bulk.unchanged + bulk.refused
}

/** What became of it, in a sentence or two. */
export function outcomeText(bulk: Bulk, object: string, t: T): string {
  const said = (key: 'unchanged' | 'refused'): string[] => (bulk[key] > 0 ? [t(`bulk.and.${key}`, { count: bulk[key], n: formatNumber(bulk[key]) })] : [])
  if (bulk.state === 'undone') {
    return [t('bulk.undone', { count: bulk.reverted, n: formatNumber(bulk.reverted) }), ...(bulk.kept > 0 ? [t('bulk.undone.kept', { count: bulk.kept, n: formatNumber(bulk.kept) })] : [])].join(t('bulk.comma'))
  }
  const ended = bulk.state === 'cancelled' ? [t('bulk.and.cancelled')] : bulk.state === 'failed' ? [t('bulk.and.failed', { reason: bulk.error ?? t('error.text') })] : []
  return [...ended, t(`bulk.did.${bulk.action}`, { count: bulk.changed, n: formatNumber(bulk.changed), object }), ...said('unchanged'), ...said('refused')].join(t('bulk.comma'))
}
