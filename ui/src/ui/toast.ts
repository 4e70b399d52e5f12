export interface ToastOptions { bad?: boolean; action?: { label: string; run: () => void }; ms?: number }
export interface ToastItem extends ToastOptions { id: number; text: string }

/** Long enough to read and to undo. */
const UNDO_MS = 8000
const PLAIN_MS = 4000

let items: readonly ToastItem[] = []
let counter = 0
const listeners = new Set<() => void>()

function set(next: readonly ToastItem[]): void {
  items = next
  for (const listener of listeners) listener()
}

export function dismiss(id: number): void {
  set(items.filter((item) => item.id !== id))
}

export function toast(text: string, options: ToastOptions = {}): void {
  counter += 1
  const id = counter
  set([...items.slice(-2), { id, text, ...options }])
  setTimeout(() => { dismiss(id) }, options.ms ?? (options.action || options.bad ? UNDO_MS : PLAIN_MS))
}

export const toastStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
  wasUsed: (): boolean => counter > 0,
  read: (): readonly ToastItem[] => items,
}
