import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useT } from '@/i18n'

export interface ToastOptions { bad?: boolean; action?: { label: string; run: () => void }; ms?: number }
interface Item extends ToastOptions { id: number; text: string }

/** Long enough to read and to undo. */
const UNDO_MS = 8000
const PLAIN_MS = 4000

let items: readonly Item[] = []
let counter = 0
const listeners = new Set<() => void>()

function set(next: readonly Item[]): void {
  items = next
  for (const listener of listeners) listener()
}

function dismiss(id: number): void {
  set(items.filter((item) => item.id !== id))
}

export function toast(text: string, options: ToastOptions = {}): void {
  counter += 1
  const id = counter
  set([...items.slice(-2), { id, text, ...options }])
  setTimeout(() => { dismiss(id) }, options.ms ?? (options.action || options.bad ? UNDO_MS : PLAIN_MS))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

export function Toasts() {
  const t = useT()
  const shown = useSyncExternalStore(subscribe, () => items)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Shown again with every toast, so that it lies above a dialog opened in between.
    const element = box.current
    if (!element || typeof element.showPopover !== 'function') return
    if (element.matches(':popover-open')) element.hidePopover()
    if (shown.length > 0) element.showPopover()
  }, [shown])
  return (
    <div ref={box} popover="manual" className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className={`toast ${item.bad ? 'toast-bad' : ''}`}>
          {item.bad ? <CircleAlert size={18} aria-hidden="true" /> : <CircleCheck size={18} aria-hidden="true" />}
          <span className="grow">{item.text}</span>
          {item.action && <button type="button" onClick={() => { dismiss(item.id); item.action?.run() }}>{item.action.label}</button>}
          <button type="button" className="toast-x" aria-label={t('act.close')} onClick={() => { dismiss(item.id) }}><X size={16} /></button>
        </div>
      ))}
    </div>
  )
}
