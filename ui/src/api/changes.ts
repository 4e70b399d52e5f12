/** Something the caller may see was changed; without an id, anything of its object may have been. */
export interface Changed { object: string; id: string | null; version: number | null }
type Listener = (event: Changed) => void

const listeners = new Set<Listener>()

export function tell(event: Changed): void {
  for (const listener of listeners) listener(event)
}

export function onChanged(listener: Listener): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}
