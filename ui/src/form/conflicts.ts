import type { Field, Value } from '@/api/types'

export interface Conflict { field: Field; yours: Value; theirs: Value; title: string }
export type Answer = 'yours' | 'theirs'
interface Open extends Conflict { answer: (answer: Answer) => void }

let open: Open | null = null
const listeners = new Set<() => void>()

function set(next: Open | null): void {
  open = next
  for (const listener of listeners) listener()
}

/** Asks the person whose value is to stay. */
export function askConflict(conflict: Conflict): Promise<Answer> {
  return new Promise((resolve) => {
    set({ ...conflict, answer: (answer) => { set(null); resolve(answer) } })
  })
}

export const conflictStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
  read: (): Open | null => open,
}
