import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { isComposing } from './keys'
import './overlays.css'

interface PopoverProps {
  anchor: HTMLElement | null
  onClose: () => void
  children: ReactNode
  className?: string
  align?: 'start' | 'end'
  /** At least as wide as the anchor. */
  fit?: boolean
  label?: string
  role?: 'dialog' | 'menu' | 'listbox' | 'presentation'
}

const GAP = 4
const EDGE = 8

const REACHABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]'

/** What Tab reaches inside of a box, in its order. */
function reachable(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(REACHABLE)].filter((each) => each.tabIndex >= 0 && each.checkVisibility())
}

function place(box: HTMLElement, anchor: HTMLElement, align: 'start' | 'end', fit: boolean): void {
  const at = anchor.getBoundingClientRect()
  if (fit) box.style.minWidth = `${at.width}px`
  const { offsetWidth: width, offsetHeight: height } = box
  const wanted = align === 'start' ? at.left : at.right - width
  const left = Math.max(EDGE, Math.min(wanted, innerWidth - width - EDGE))
  const below = at.bottom + GAP
  const fitsBelow = below + height <= innerHeight - EDGE
  const top = fitsBelow || at.top < height + GAP + EDGE ? Math.min(below, Math.max(EDGE, innerHeight - height - EDGE)) : at.top - GAP - height
  box.style.left = `${left}px`
  box.style.top = `${top}px`
}

/**
 * A box beside its anchor, in the browser's top layer: no ancestor can clip it or paint over it,
 * and it works inside of a modal dialog. Shown as long as it is mounted. As a dialog it takes the focus, keeps it, and gives it back to its anchor.
 */
export function Popover({ anchor, onClose, children, className, align = 'start', fit = false, label, role = 'dialog' }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  useEffect(() => { close.current = onClose })

  useLayoutEffect(() => {
    const element = box.current
    if (!element || !anchor) return
    if (typeof element.showPopover === 'function' && !element.matches(':popover-open')) element.showPopover()
    const follow = (): void => { place(element, anchor, align, fit) }
    follow()
    const sizes = typeof ResizeObserver === 'function' ? new ResizeObserver(follow) : null
    sizes?.observe(element)
    addEventListener('resize', follow)
    addEventListener('scroll', follow, { capture: true, passive: true })
    return () => {
      sizes?.disconnect()
      removeEventListener('resize', follow)
      removeEventListener('scroll', follow, { capture: true })
    }
  }, [anchor, align, fit])

  useLayoutEffect(() => {
    const element = box.current
    if (role !== 'dialog' || !element || !anchor) return
    if (!element.contains(document.activeElement)) (element.querySelector<HTMLElement>('[data-autofocus]') ?? reachable(element)[0])?.focus({ preventScroll: true })
    return () => { if (element.contains(document.activeElement)) anchor.focus({ preventScroll: true }) }
  }, [anchor, role])

  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      const target = event.target
      if (!(target instanceof Node) || box.current?.contains(target) || anchor?.contains(target)) return
      // A list that a control inside of this box opened lies in the document below the box; one beside it is outside.
      close.current()
    }
    addEventListener('pointerdown', outside, true)
    return () => { removeEventListener('pointerdown', outside, true) }
  }, [anchor])

  /** Behind the last comes the first again: what lies under the box is reached after it is closed. */
  const onTab = (event: KeyboardEvent<HTMLDivElement>): void => {
    const all = reachable(event.currentTarget)
    const end = event.shiftKey ? all[0] : all.at(-1)
    if (role !== 'dialog' || event.defaultPrevented || !(event.target instanceof Node) || !end?.contains(event.target)) return
    event.preventDefault()
    all.at(event.shiftKey ? -1 : 0)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Tab' && !isComposing(event)) { onTab(event); return }
    if (event.key !== 'Escape' || isComposing(event)) return
    event.stopPropagation()
    event.preventDefault()
    anchor?.focus()
    onClose()
  }
  return (
    <div ref={box} popover="manual" className={`pop ${className ?? ''}`} role={role} aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </div>
  )
}
