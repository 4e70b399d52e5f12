import { call, newKey, type Query } from './client'
import type { Condition, Department, HistoryItem, Hit, Me, ObjectMeta, Page, Paged, Person, Position, Rec, TimelineItem } from './types'

export interface QueryBody {
  fields?: string[]
  where?: Condition | null
  /** `-amount` is the largest first. */
  sort?: string[]
  search?: string
  limit?: number
  offset?: number
  cursor?: string
  around?: string
  count?: 'none' | 'capped' | 'exact'
  deleted?: boolean
}

const of = (object: string): string => `/objects/${encodeURIComponent(object)}`
const at = (object: string, id: string): string => `${of(object)}/records/${encodeURIComponent(id)}`

export const loadMe = (): Promise<Me> => call('GET', '/me')
export const signIn = (login: string, password: string): Promise<Me> => call('POST', '/session', { body: { login, password } })
/** In which zone the person reads times; none: the workspace's. */
export const chooseMyZone = (zone: string | null): Promise<null> => call('PATCH', '/me', { body: { zone } })
export const chooseMyLanguage = (language: 'zh' | 'en'): Promise<null> => call('PATCH', '/me', { body: { language } })
export const signOut = (): Promise<null> => call('DELETE', '/session')

export const loadObjects = (): Promise<{ items: ObjectMeta[] }> => call('GET', '/objects')
export const queryRecords = (object: string, body: QueryBody, signal?: AbortSignal): Promise<Page> => call('POST', `${of(object)}/query`, { body, signal })
export const getRecord = (object: string, id: string, signal?: AbortSignal): Promise<Rec> => call('GET', at(object, id), { signal })
export const createRecord = (object: string, fields: Record<string, unknown>, key: string): Promise<Rec> => call('POST', `${of(object)}/records`, { body: fields, key })
export const updateRecord = (object: string, id: string, version: number, fields: Record<string, unknown>): Promise<Rec> => call('PATCH', at(object, id), { body: { version, ...fields } })
export const deleteRecord = (object: string, id: string): Promise<{ id: string; version: number }> => call('DELETE', at(object, id))
export const restoreRecord = (object: string, id: string, key: string): Promise<Rec> => call('POST', `${at(object, id)}/restore`, { key })

export interface BatchResult { index: number; status: number; id?: string; version?: number; error?: { code: string; detail: string; fields: { field: string; code: string; message: string }[] } }
/** Each row by itself: one that is refused says why, and the others are written. */
export const batchRecords = (object: string, rows: object[], key: string): Promise<{ batch: string; results: BatchResult[] }> => call('POST', `${of(object)}/batch`, { body: { rows, by_row: true }, key })

export interface Draft { defaults?: Record<string, unknown>; duplicates?: { id: string; title: string; fields?: string[]; score?: number }[]; fields?: { field: string; code: string; message: string }[] }
export const draftRecord = (object: string, fields: Record<string, unknown>, signal?: AbortSignal): Promise<Draft> => call('POST', `${of(object)}/records/draft`, { body: fields, signal })

export const timelineOf = (object: string, id: string, query: Query, signal?: AbortSignal): Promise<Paged<TimelineItem>> => call('GET', `${at(object, id)}/timeline`, { query, signal })
export const historyOf = (object: string, id: string, query: Query, signal?: AbortSignal): Promise<Paged<HistoryItem>> => call('GET', `${at(object, id)}/history`, { query, signal })

export interface PastMerge { batch: string; at: string; until: string; actor: { id: string; title: string } | null; number: number; titles: string[] }
export const mergesOf = (object: string, id: string, signal?: AbortSignal): Promise<{ items: PastMerge[] }> => call('GET', `${at(object, id)}/merges`, { signal })
export const undoBatch = (batch: string): Promise<unknown> => call('POST', `/batches/${encodeURIComponent(batch)}/undo`, { key: newKey() })

export const findPeople = (q: string, limit = 20): Promise<Paged<Person>> => call('GET', '/people', { query: { q: q || undefined, limit } })
export const loadDepartments = (): Promise<Paged<Department>> => call('GET', '/departments')
export const searchAll = (q: string, query: Query = {}, signal?: AbortSignal): Promise<{ items: Hit[] }> => call('GET', '/search', { query: { q, ...query }, signal })

/** The true number of records, whatever shape the count has. */
export function countOf(page: Page): number | null {
  return totalIn(page.count)
}

function totalIn(count: Page['count']): number | null {
  return typeof count === 'number' ? count : count?.value ?? null
}

interface AroundPage extends Omit<Page, 'next'> { position?: number | null; previous?: { id: string } | null; next?: { id: string } | null }

/** Where a record stands in a list, counted from one, and its neighbours. */
export async function positionOf(object: string, id: string, body: QueryBody, signal?: AbortSignal): Promise<Position & { total: number | null } | null> {
  const page: AroundPage = await call('POST', `${of(object)}/query`, { body: { ...body, around: id, count: 'exact' }, signal })
  if (typeof page.position !== 'number') return null
  return { position: page.position + 1, previous: page.previous?.id ?? null, next: page.next?.id ?? null, total: totalIn(page.count) }
}
