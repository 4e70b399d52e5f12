import { useSyncExternalStore } from 'react'
import type { Selection } from '@/grid/selection'

/** Whether any record is ticked. */
export function usePicked(selection: Selection): boolean {
  return useSyncExternalStore(selection.subscribe, () => selection.read().everything || selection.read().ids.size > 0)
}
