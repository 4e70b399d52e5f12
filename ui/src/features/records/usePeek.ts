import { useEffect } from 'react'
import type { RowStore } from '@/grid/store'
import { hasCommand, isComposing, isSubmitEnter } from '@/ui/keys'

export interface Peek {
  id: string | undefined
  /** Shows a record beside the list, or none. `replace`: in the place of the one that is shown. */
  open: (id: string | null, replace?: boolean) => void
  whole: (id: string) => void
}

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog, [popover]') !== null)

/** Keys while a record is shown beside its list: J and K walk through the rows, Ctrl-Enter opens its page, Escape closes it and gives the focus back to the table. */
export function usePeekKeys(peek: Peek | undefined, store: RowStore): void {
  useEffect(() => {
    const id = peek?.id
    if (!peek || !id) return
    const onKey = (event: KeyboardEvent): void => {
      if (isComposing(event) || event.defaultPrevented || isTyping(event.target)) return
      if (event.key === 'Escape') { event.preventDefault(); peek.open(null, true); document.querySelector<HTMLElement>('.grid-ghost')?.focus({ preventScroll: true }); return }
      if (isSubmitEnter(event) && hasCommand(event)) { event.preventDefault(); peek.whole(id); return }
      const step = hasCommand(event) || event.altKey ? 0 : event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
      const index = store.indexOf(id) + step
      const next = step ? store.record(index) : null
      if (!next) return
      document.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: 'nearest' })
      peek.open(next.id, true)
    }
    addEventListener('keydown', onKey)
    return () => { removeEventListener('keydown', onKey) }
  }, [peek, store])
}
