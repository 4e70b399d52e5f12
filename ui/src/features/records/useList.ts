import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { onChanged } from '@/api/changes'
import { getRecord } from '@/api/records'
import type { ObjectMeta } from '@/api/types'
import { cardFields } from '@/grid/card-fields'
import { layColumns, type Column } from '@/grid/columns'
import { openList, type OpenList } from '@/grid/lists'
import { viewQuery, type View } from '@/meta/view'

/** More changes at once than this only say that there is something new. */
const BURST = 20

/** The open list of a view: the same rows and place as when it was left. */
export function useOpenList(object: ObjectMeta, view: View, columnKeys: readonly string[]): { list: OpenList; columns: Column[] } {
  const columns = useMemo(() => layColumns(object, columnKeys), [object, columnKeys])
  const viewKey = JSON.stringify(view)
  const list = useMemo(() => {
    const cards = cardFields(object)
    const shown = [...columns.map((column) => column.field.key), ...[cards.tag, cards.owner, ...cards.facts].flatMap((field) => (field ? [field.key] : []))]
    const fields = [...new Set(['title', ...shown])].sort()
    return openList(object.key, viewQuery(object, JSON.parse(viewKey) as View), fields)
  }, [object, viewKey, columns])
  useEffect(() => { list.store.reloadIfOutdated() }, [list])
  return { list, columns }
}

export function useSummary(list: OpenList) {
  return useSyncExternalStore(list.store.subscribe, list.store.summary)
}

/** Shows what others change: rows in sight get their new values and a mark; nothing moves. */
export function useLiveList(object: ObjectMeta, list: OpenList): void {
  useEffect(() => {
    let recent = 0
    const calm = setInterval(() => { recent = 0 }, 2000)
    const stop = onChanged((event) => {
      if (event.object !== object.key) return
      const at = event.id ? list.store.indexOf(event.id) : -1
      const known = at >= 0 ? list.store.record(at) : null
      if (known && known.version >= (event.version ?? 0)) return
      recent += 1
      if (!known || recent > BURST) { list.store.markStale(); return }
      getRecord(object.key, known.id).then(
        (record) => { list.store.freshen(record) },
        () => { list.store.markStale() },
      )
    })
    return () => { clearInterval(calm); stop() }
  }, [object.key, list])
}

const STORED = 'kedang.columns.'

function readColumns(object: string): string[] | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED + object) ?? 'null')
    return Array.isArray(value) && value.every((key) => typeof key === 'string') ? value : null
  } catch {
    return null
  }
}

/** Which columns stand in which order; kept in this browser. */
export function useColumnChoice(object: ObjectMeta, byDefault: (object: ObjectMeta) => string[]) {
  const [chosen, setChosen] = useState(() => readColumns(object.key))
  const standard = useMemo(() => byDefault(object), [object, byDefault])
  const choose = (keys: string[] | null): void => {
    if (keys) localStorage.setItem(STORED + object.key, JSON.stringify(keys))
    else localStorage.removeItem(STORED + object.key)
    setChosen(keys)
  }
  return { keys: chosen ?? standard, isOwn: chosen !== null, choose }
}
