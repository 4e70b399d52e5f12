/** Whether the server was reached last, as far as answers tell: the browser only knows whether there is a network. */
let reached = true
const listeners = new Set<() => void>()

export function setReached(now: boolean): void {
  if (now === reached) return
  reached = now
  for (const listener of listeners) listener()
}

export const reachStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
  read: (): boolean => reached,
}
