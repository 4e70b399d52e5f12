import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type PointerEvent, type RefObject } from 'react'
import type { Selection } from './selection'
import type { RowStore } from './store'

/** As long as a phone's own menus take. */
const PRESS_MS = 450
const STILL_PX = 10

/** The card under a finger, read from its mark. */
function indexAt(target: EventTarget | null): number | null {
  const index = target instanceof Element ? target.closest<HTMLElement>('[data-card]')?.dataset.card : undefined
  return index === undefined ? null : Number(index)
}

/** A card that is pressed long is ticked; as long as one is, a tap or the space bar ticks, too. One set of handlers for all cards. */
export function useLongPress(box: RefObject<HTMLElement | null>, store: RowStore, selection: Selection) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const from = useRef<{ x: number; y: number } | null>(null)
  const wasPressed = useRef(false)
  useEffect(() => () => { clearTimeout(timer.current) }, [])
  const toggle = (index: number): void => {
    const record = store.record(index)
    if (record) selection.toggle(record.id, index, false, (at) => store.record(at)?.id ?? null)
  }
  const stop = (): void => { clearTimeout(timer.current); from.current = null }
  const isPicking = (): boolean => selection.read().everything || selection.read().ids.size > 0
  const onPointerDown = (event: PointerEvent): void => {
    wasPressed.current = false
    const index = indexAt(event.target)
    if (index === null || event.button !== 0) return
    from.current = { x: event.clientX, y: event.clientY }
    timer.current = setTimeout(() => { wasPressed.current = true; from.current = null; toggle(index) }, PRESS_MS)
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (from.current && Math.hypot(event.clientX - from.current.x, event.clientY - from.current.y) > STILL_PX) stop()
  }
  const onClickCapture = (event: MouseEvent): void => {
    const index = indexAt(event.target)
    if (index === null || !(wasPressed.current || isPicking())) return
    event.preventDefault()
    event.stopPropagation()
    if (!wasPressed.current) toggle(index)
    wasPressed.current = false
  }
  const onContextMenu = (event: MouseEvent): void => { if (wasPressed.current || from.current) event.preventDefault() }
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = event.key === ' ' && box.current?.contains(event.target as Node) ? indexAt(event.target) : null
    if (index === null) return
    event.preventDefault()
    toggle(index)
  }
  return { onPointerDown, onPointerMove, onPointerUp: stop, onPointerCancel: stop, onClickCapture, onContextMenu, onKeyDown }
}
