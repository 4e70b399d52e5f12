import { useMemo, useSyncExternalStore } from 'react'

type Equal<Selection> = ((a: Selection, b: Selection) => boolean) | undefined

/** Reads a selection; gives the same one as long as it is equal. */
function reader<Snapshot, Selection>(read: () => Snapshot, select: (snapshot: Snapshot) => Selection, isEqual: Equal<Selection>): () => Selection {
  let last: { snapshot: Snapshot; selection: Selection } | null = null
  return () => {
    const snapshot = read()
    if (last && Object.is(last.snapshot, snapshot)) return last.selection
    const next = select(snapshot)
    const selection = last && isEqual?.(last.selection, next) ? last.selection : next
    last = { snapshot, selection }
    return selection
  }
}

/** What the router's store asks of `use-sync-external-store/shim/with-selector`, without the shim for React 17. */
export function useSyncExternalStoreWithSelector<Snapshot, Selection>(
  subscribe: (listener: () => void) => () => void,
  getSnapshot: () => Snapshot,
  _getServerSnapshot: (() => Snapshot) | null | undefined,
  selector: (snapshot: Snapshot) => Selection,
  isEqual?: (a: Selection, b: Selection) => boolean,
): Selection {
  const read = useMemo(() => reader(getSnapshot, selector, isEqual), [getSnapshot, selector, isEqual])
  return useSyncExternalStore(subscribe, read)
}
