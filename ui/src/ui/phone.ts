import { useSyncExternalStore } from 'react'
import { reachStore } from '@/api/reach'

function watcher(query: string): () => boolean {
  const list = typeof matchMedia === 'function' ? matchMedia(query) : null
  const subscribe = (listener: () => void): (() => void) => {
    list?.addEventListener('change', listener)
    return () => { list?.removeEventListener('change', listener) }
  }
  const read = (): boolean => list?.matches ?? false
  return function useMatch() {
    return useSyncExternalStore(subscribe, read)
  }
}

/** Phones get pages of their own, not squeezed ones. */
export const usePhone = watcher('(max-width: 767px)')
/** Tablets fold the sidebar to icons. */
export const useTablet = watcher('(max-width: 1100px)')

function subscribeOnline(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  const forget = reachStore.subscribe(listener)
  return () => {
    forget()
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribeOnline, () => navigator.onLine && reachStore.read())
}
