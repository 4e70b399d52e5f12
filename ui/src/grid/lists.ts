import { onChanged } from '@/api/changes'
import { countOf, queryRecords, type QueryBody } from '@/api/records'
import type { Condition, Rec } from '@/api/types'
import { Edits } from './edits'
import { Live } from './live'
import { ListMemory } from './memory'
import { Selection } from './selection'
import { RowStore } from './store'

/** A list that was opened: its rows and where the person was. Kept, so that Back leads to the same place at once. */
export interface OpenList { object: string; query: QueryBody; store: RowStore; live: Live; selection: Selection; edits: Edits; memory: ListMemory }

const KEPT = 6
const lists = new Map<string, OpenList>()

export function openList(object: string, query: QueryBody, fields: readonly string[]): OpenList {
  const key = JSON.stringify([object, query, fields])
  const known = lists.get(key)
  lists.delete(key)
  const list = known ?? make(object, query, fields)
  lists.set(key, list)
  const oldest = lists.keys().next()
  if (lists.size > KEPT && !oldest.done) lists.delete(oldest.value)
  return list
}

function make(object: string, query: QueryBody, fields: readonly string[]): OpenList {
  const store = new RowStore(async (offset, limit, count, signal) => {
    const page = await queryRecords(object, { ...query, fields: [...fields], offset, limit, count: count ? 'exact' : 'none' }, signal)
    return { items: page.items, total: countOf(page) }
  })
  const selection = new Selection()
  const only = (ids: readonly string[]): Condition => ({ field: 'id', op: 'in', value: ids })
  const ask = async (body: QueryBody, ids: readonly string[]): Promise<Rec[]> => (await queryRecords(object, { ...body, fields: [...fields], limit: ids.length })).items
  const live = new Live(store, {
    fitting: (ids) => ask({ ...query, where: query.where ? { and: [query.where, only(ids)] } : only(ids) }, ids),
    visible: (ids) => ask({ where: only(ids) }, ids),
    count: async () => countOf(await queryRecords(object, { ...query, fields: ['title'], limit: 1, count: 'exact' })),
    onGone: (ids) => { selection.drop(ids) },
  }, Boolean(query.where ?? query.search ?? query.sort))
  return { object, query, store, live, selection, edits: new Edits(), memory: new ListMemory() }
}

onChanged((event) => { for (const list of lists.values()) if (list.object === event.object) list.live.hear(event) })

/** A record was saved elsewhere: every list that shows it shows the new state. */
export function showRecord(object: string, record: Rec): void {
  for (const list of lists.values()) if (list.object === object) list.store.replace(record)
}

/** Records came or went: lists of the object are read again when they are next seen. */
export function outdateLists(object: string): void {
  for (const list of lists.values()) if (list.object === object) list.store.outdate()
}

/** Many records were changed from here: what is in sight is read again at once, what is not when it is next seen. */
export function reloadLists(object: string): void {
  for (const list of lists.values()) {
    if (list.object !== object) continue
    if (list.store.isWatched) list.store.reload()
    else list.store.outdate()
  }
}

export function forgetLists(): void {
  lists.clear()
}

export function listsOf(object: string): OpenList[] {
  return [...lists.values()].filter((list) => list.object === object)
}
