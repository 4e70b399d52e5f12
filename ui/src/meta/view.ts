import type { ColumnChoice, Condition, Field, ObjectMeta, RowHeight, SavedView, Sort } from '@/api/types'
import type { QueryBody } from '@/api/records'
import { readFilter, whereOf, type Filter } from '@/conditions/model'

/** Parts of a view that a draft may take away. */
const PARTS = ['filter', 'sort', 'q', 'columns'] as const
export type Part = (typeof PARTS)[number]

/**
 * How a list is looked at; the whole of it stands in the address. With a saved view, the rest is what was changed since: a draft.
 * The look of a list without a saved view (columns, rows) is kept in the browser.
 */
export interface View {
  /** A saved view; `all` is the list without one. */
  id?: string | undefined
  /** Parts of the saved view that do not hold. */
  drop?: readonly Part[] | undefined
  sort?: readonly Sort[] | undefined
  filter?: Filter | undefined
  q?: string | undefined
  columns?: readonly ColumnChoice[] | undefined
  frozen?: number | undefined
  height?: RowHeight | undefined
}
export type Search = Record<string, string>
export const ALL = 'all'

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

/** `-amount,name` as orders; what is none is left out. */
export function readSort(words: readonly string[]): Sort[] {
  return words.flatMap((word) => {
    const [, minus, field] = /^(-?)([a-z][a-z0-9_.]*)$/.exec(word) ?? []
    return field ? [{ field, desc: minus === '-' }] : []
  })
}

export function writeSort(sort: readonly Sort[]): string[] {
  return sort.map((each) => `${each.desc ? '-' : ''}${each.field}`)
}

function readColumns(text: string | undefined): ColumnChoice[] | undefined {
  const found = (text ?? '').split(',').flatMap((part) => {
    const [, field, width] = /^([a-z][a-z0-9_]*)(?::(\d{2,4}))?$/.exec(part) ?? []
    return field ? [{ field, ...(width ? { width: Number(width) } : {}) }] : []
  })
  return found.length > 0 ? found : undefined
}

function writeColumns(columns: readonly ColumnChoice[]): string {
  return columns.map((column) => (column.width ? `${column.field}:${column.width}` : column.field)).join(',')
}

const isHeight = (text: string | undefined): text is RowHeight => text === 'small' || text === 'medium' || text === 'large'

export function readView(search: Search): View {
  const sort = readSort((search.sort ?? '').split(','))
  const drop = PARTS.filter((part) => (search.drop ?? '').split(',').includes(part))
  return {
    id: search.view || undefined,
    drop: drop.length > 0 ? drop : undefined,
    sort: sort.length > 0 ? sort : undefined,
    filter: readFilter(parseJson(search.where)),
    q: search.q || undefined,
    columns: readColumns(search.cols),
    frozen: /^[1-4]$/.test(search.frozen ?? '') ? Number(search.frozen) : undefined,
    height: isHeight(search.rows) ? search.rows : undefined,
  }
}

export function writeView(view: View): Search {
  const search: Search = {}
  if (view.id) search.view = view.id
  if (view.q) search.q = view.q
  if (view.sort && view.sort.length > 0) search.sort = writeSort(view.sort).join(',')
  if (view.filter && view.filter.rules.length > 0) search.where = JSON.stringify(view.filter)
  if (view.columns) search.cols = writeColumns(view.columns)
  if (view.frozen) search.frozen = String(view.frozen)
  if (view.height) search.rows = view.height
  if (view.drop && view.drop.length > 0) search.drop = view.drop.join(',')
  return search
}

export function listHref(object: string, view: View = {}): string {
  return `/o/${object}${stringifySearch(writeView(view))}`
}

/** A record's page, which remembers the list it was opened from. */
export function recordHref(object: string, id: string, view: View = {}, tab?: string): string {
  return `/o/${object}/${id}${stringifySearch({ ...writeView(view), tab })}`
}

export function savedOf(object: ObjectMeta, view: View): SavedView | undefined {
  return object.views?.find((each) => each.id === view.id)
}

/** What holds now: the saved view with the draft over it. */
export interface Whole { where: Condition | null; sort: readonly Sort[]; q: string | undefined }

export function wholeView(object: ObjectMeta, view: View): Whole {
  const saved = savedOf(object, view)
  const dropped = (part: Part): boolean => view.drop?.includes(part) ?? false
  return {
    where: view.filter ? whereOf(view.filter, object.fields) : dropped('filter') ? null : saved?.where ?? null,
    sort: view.sort ?? (dropped('sort') ? [] : readSort(saved?.sort ?? [])),
    q: view.q ?? (dropped('q') ? undefined : saved?.search ?? undefined),
  }
}

/** What the server is asked for this view; fields that are gone do not count. */
export function viewQuery(object: ObjectMeta, view: View): Pick<QueryBody, 'where' | 'sort' | 'search'> {
  const { where, sort, q } = wholeView(object, view)
  const known = sort.filter((each) => each.field.includes('.') || object.fields.some((field: Field) => field.key === each.field && field.sortable))
  return { ...(where ? { where } : {}), ...(known.length > 0 ? { sort: writeSort(known) } : {}), ...(q ? { search: q } : {}) }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const MOST_ORDERS = 5

export interface ViewChange {
  sort?: readonly Sort[]
  filter?: Filter
  q?: string
  columns?: readonly ColumnChoice[] | null
  frozen?: number
  height?: RowHeight
}

/** The draft after a change: parts that are as they were saved are no longer part of it. */
export function changeView(object: ObjectMeta, view: View, change: ViewChange): View {
  const saved = savedOf(object, view)
  const next: View = { ...view }
  const drop = new Set(view.drop)
  const put = <Key extends Part>(part: Key, value: View[Key], isEmpty: boolean, base: unknown, compared: unknown): void => {
    const isBase = same(compared, base)
    next[part] = isBase || isEmpty ? undefined : value
    if (isEmpty && !isBase) drop.add(part)
    else drop.delete(part)
  }
  if (change.sort) put('sort', change.sort, change.sort.length === 0, saved?.sort ?? [], writeSort(change.sort))
  if (change.q !== undefined) put('q', change.q, change.q === '', saved?.search ?? '', change.q)
  if (change.filter) put('filter', change.filter, change.filter.rules.length === 0, saved?.where ?? null, whereOf(change.filter, object.fields))
  if (change.columns !== undefined) put('columns', change.columns ?? undefined, change.columns === null, saved?.columns?.map(plain) ?? null, change.columns?.map(plain) ?? null)
  if (change.frozen !== undefined) next.frozen = saved && change.frozen === saved.frozen ? undefined : change.frozen
  if (change.height) next.height = saved && change.height === saved.row_height ? undefined : change.height
  return { ...next, drop: drop.size > 0 ? [...drop] : undefined }
}

const plain = (column: ColumnChoice): ColumnChoice => ({ field: column.field, width: column.width ?? null })

/** Whether a saved view was changed and not saved. */
export function isChanged(view: View): boolean {
  const { sort, filter, q, columns, frozen, height, drop } = view
  return [sort, filter, q, columns, frozen, height, drop].some((part) => part !== undefined)
}

/** Up, down, none; with `more`, beside the orders that hold already. */
export function nextSort(sort: readonly Sort[], field: string, more = false): Sort[] {
  const mine = sort.find((each) => each.field === field)
  if (!more) return mine && sort.length === 1 ? (mine.desc ? [] : [{ field, desc: true }]) : [{ field, desc: false }]
  if (!mine) return [...sort, { field, desc: false }].slice(-MOST_ORDERS)
  return mine.desc ? sort.filter((each) => each !== mine) : sort.map((each) => (each === mine ? { field, desc: true } : each))
}

/** Whether the list shows less than everything. */
export function isFiltered(object: ObjectMeta, view: View): boolean {
  const { where, q } = wholeView(object, view)
  return Boolean(q) || where !== null
}

/** The fields that a condition names, once for each sentence; of a path its first. */
export function fieldsIn(where: Condition | null): string[] {
  if (!where) return []
  if ('and' in where) return where.and.flatMap(fieldsIn)
  if ('or' in where) return where.or.flatMap(fieldsIn)
  if ('not' in where) return fieldsIn(where.not)
  return where.field.split('.').slice(0, 1)
}
