import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { QueryBody } from '@/api/records'
import type { ColumnChoice, ObjectMeta, RowHeight } from '@/api/types'
import { cardFields } from '@/grid/card-fields'
import { defaultColumns, layColumns, type Column } from '@/grid/columns'
import { openList, type OpenList } from '@/grid/lists'
import { changeView, isChanged, parseSearch, readView, savedOf, stringifySearch, viewQuery, writeView, type View, type ViewChange } from '@/meta/view'

function listOf(object: ObjectMeta, query: QueryBody, shown: readonly string[]): OpenList {
  const cards = cardFields(object)
  const named = [cards.tag, cards.owner, ...cards.facts].flatMap((field) => (field ? [field.key] : []))
  return openList(object.key, query, [...new Set(['title', ...shown, ...named])].sort())
}

/** Asks for the first rows of a list before its page is there, which finds them, or the answer on its way. A view that does not hold any more is left to the page. */
export function readAhead(object: ObjectMeta, view: View): void {
  if (savedOf(object, view)?.problem) return
  const look = lookNow(object, view, keptLook(object.key), standardOf(object))
  const { store } = listOf(object, viewQuery(object, view), layColumns(object, look.columns, look.frozen).map((column) => column.field.key))
  if (store.summary().rows === null) store.want(0, 0)
}

/** The open list of a view: the same rows and place as when it was left. */
export function useOpenList(object: ObjectMeta, view: View, look: Look): { list: OpenList; columns: Column[] } {
  const lookKey = JSON.stringify([look.columns, look.frozen])
  const columns = useMemo(() => {
    const [choices, frozen] = JSON.parse(lookKey) as [ColumnChoice[], number]
    return layColumns(object, choices, frozen)
  }, [object, lookKey])
  const wholeKey = JSON.stringify(viewQuery(object, view))
  const shownKey = columns.map((column) => column.field.key).sort().join(' ')
  const list = useMemo(() => listOf(object, JSON.parse(wholeKey) as QueryBody, shownKey.split(' ')), [object, wholeKey, shownKey])
  useEffect(() => {
    list.store.reloadIfOutdated()
    return list.live.watch()
  }, [list])
  return { list, columns }
}

export function useSummary(list: OpenList) {
  return useSyncExternalStore(list.store.subscribe, list.store.summary)
}

const STORED = 'kedang.look.'

/** What a table looks like: which columns in which order, how wide, how many stay in sight, how high its rows are. */
export interface Look { columns: readonly ColumnChoice[]; frozen: number; height: RowHeight; isOwn: boolean }
export type LookChange = Pick<ViewChange, 'columns' | 'frozen' | 'height'>
type Kept = Pick<View, 'columns' | 'frozen' | 'height'>

/** How the list of an object looks without a saved view, in this browser. */
export function keptLook(object: string): Kept {
  const text = localStorage.getItem(STORED + object) ?? ''
  return readView(parseSearch(text))
}

const standardOf = (object: ObjectMeta): ColumnChoice[] => defaultColumns(object).map((field) => ({ field }))

/** The saved view's look with the draft over it, and of the list without a view what this browser keeps. */
function lookNow(object: ObjectMeta, view: View, kept: Kept, standard: readonly ColumnChoice[]): Look {
  const saved = savedOf(object, view)
  const base: Kept = saved ? { columns: saved.columns ?? undefined, frozen: saved.frozen, height: saved.row_height } : kept
  const own = view.columns ?? (view.drop?.includes('columns') ? undefined : base.columns)
  return { columns: own ?? standard, frozen: view.frozen ?? base.frozen ?? 1, height: view.height ?? base.height ?? 'medium', isOwn: own !== undefined }
}

/** The look of the list, and how to change it. */
export function useLook(object: ObjectMeta, view: View, onView: (view: View, replace: boolean) => void): { look: Look; change: (change: LookChange) => void } {
  const saved = savedOf(object, view)
  const [kept, setKept] = useState(() => keptLook(object.key))
  const standard = useMemo(() => standardOf(object), [object])
  const look = lookNow(object, view, kept, standard)
  const change = (next: LookChange): void => {
    if (saved) { onView(changeView(object, view, next), true); return }
    const put: Kept = {
      columns: next.columns === undefined ? look.isOwn ? look.columns : undefined : next.columns ?? undefined,
      frozen: next.frozen ?? look.frozen, height: next.height ?? look.height,
    }
    localStorage.setItem(STORED + object.key, stringifySearch(writeView(put)))
    setKept(put)
    if (isChanged({ columns: view.columns, frozen: view.frozen, height: view.height })) onView({ ...view, columns: undefined, frozen: undefined, height: undefined }, true)
  }
  return { look, change }
}
