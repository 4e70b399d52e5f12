import { useSyncExternalStore } from 'react'
import type { Me } from '@/api/types'

const STORED = 'kedang.tour.'
const ENDED = 'kedang:tour-ended'

const keyOf = (me: Me | undefined | null): string => `${STORED}${me?.workspace.id ?? ''}.${me?.person.id ?? ''}`

/** The person has seen the tour, or does not want it: it is not offered again. */
export function endTour(me: Me | undefined | null): void {
  localStorage.setItem(keyOf(me), '1')
  dispatchEvent(new Event(ENDED))
}

function subscribe(listener: () => void): () => void {
  addEventListener(ENDED, listener)
  return () => { removeEventListener(ENDED, listener) }
}

/** Whether the tour is still to be offered to the person. */
export function useTourOffer(me: Me | undefined | null): boolean {
  return useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(me)) === null)
}
