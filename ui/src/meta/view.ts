import type { Field, ObjectMeta, Sort } from '@/api/types'
import type { QueryBody } from '@/api/records'
import { readFilter, whereOf, type Filter } from '@/conditions/model'

/** How a list is looked at; the whole of it stands in the address. */
export interface View { sort?: Sort | undefined; filter?: Filter | undefined; q?: string | undefined }
export type Search = Record<string, string>

/** Addresses carry plain text; only the filter is JSON. */
export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string' && value) params.set(name, value)
  const text = params.toString()
  return text ? `?${text}` : ''
}

function parseJson(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function readView(search: Search): View {
  const sort = /^(-?)([a-z][a-z0-9_]{0,39})$/.exec(search.sort ?? '')
  return {
    sort: sort?.[2] ? { field: sort[2], desc: sort[1] === '-' } : undefined,
    filter: readFilter(parseJson(search.where)),
    q: search.q || undefined,
  }
}

export function writeView(view: View): Search {
  const search: Search = {}
  if (view.q) search.q = view.q
  if (view.sort) search.sort = `${view.sort.desc ? '-' : ''}${view.sort.field}`
  if (view.filter && view.filter.rules.length > 0) search.where = JSON.stringify(view.filter)
  return search
}

export function listHref(object: string, view: View = {}): string {
  return `/o/${object}${stringifySearch(writeView(view))}`
}

/** A record's page, which remembers the list it was opened from. */
export function recordHref(object: string, id: string, view: View = {}, tab?: string): string {
  return `/o/${object}/${id}${stringifySearch({ ...writeView(view), tab })}`
}

/** What the server is asked for this view; fields that are gone do not count. */
export function viewQuery(object: ObjectMeta, view: View): Pick<QueryBody, 'where' | 'sort' | 'search'> {
  const sorted = view.sort && object.fields.some((field: Field) => field.key === view.sort?.field && field.sortable) ? view.sort : undefined
  const where = whereOf(view.filter, object.fields)
  return { ...(where ? { where } : {}), ...(sorted ? { sort: [`${sorted.desc ? '-' : ''}${sorted.field}`] } : {}), ...(view.q ? { search: view.q } : {}) }
}

/** Up, down, none. */
export function nextSort(sort: Sort | undefined, field: string): Sort | undefined {
  if (sort?.field !== field) return { field, desc: false }
  return sort.desc ? undefined : { field, desc: true }
}

export function isFiltered(view: View): boolean {
  return Boolean(view.q) || (view.filter?.rules.length ?? 0) > 0
}
