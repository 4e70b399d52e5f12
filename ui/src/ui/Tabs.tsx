import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import './tabs.css'

export interface TabItem { key: string; label: string; count?: string | undefined }

/** Room for the arrow beside the tab that is chosen. */
const EDGE = 48

/** Brings the tab that is chosen into sight, and moves nothing but the tabs. */
function show(box: HTMLElement): void {
  const tab = box.querySelector<HTMLElement>('[aria-selected="true"]')
  if (!tab || box.scrollWidth <= box.clientWidth) return
  const right = tab.offsetLeft + tab.offsetWidth + EDGE - box.clientWidth
  if (tab.offsetLeft - EDGE < box.scrollLeft) box.scrollLeft = tab.offsetLeft - EDGE
  else if (right > box.scrollLeft) box.scrollLeft = right
}

/** On which sides there is more than is seen; where sizes change, as when counts come, the chosen tab comes back into sight. */
function useMore(box: RefObject<HTMLDivElement | null>, keys: string) {
  const [more, setMore] = useState({ left: false, right: false })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = (): void => {
      const left = element.scrollLeft > 1
      const right = element.scrollLeft + element.clientWidth < element.scrollWidth - 1
      setMore((known) => (known.left === left && known.right === right ? known : { left, right }))
    }
    const watch = new ResizeObserver(() => { show(element); look() })
    for (const each of [element, ...element.children]) watch.observe(each)
    element.addEventListener('scroll', look, { passive: true })
    return () => { watch.disconnect(); element.removeEventListener('scroll', look) }
  }, [box, keys])
  return more
}

/** Tabs that change what stands below them; the arrow keys move between them. Where not all fit, the mouse has arrows too. */
export function Tabs({ items, value, onChange, label, panel }: { items: TabItem[]; value: string; onChange: (key: string) => void; label: string; panel: string }) {
  const box = useRef<HTMLDivElement>(null)
  const more = useMore(box, items.map((item) => item.key).join(' '))
  const move = (side: 1 | -1): void => { box.current?.scrollBy({ left: side * box.current.clientWidth * 0.7 }) }
  useEffect(() => { if (box.current) show(box.current) }, [value])
  return (
    <div className="tabs-frame" data-left={more.left} data-right={more.right}>
      <div
        ref={box} className="tabs" role="tablist" aria-label={label}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
          if (step === 0) return
          const at = items.findIndex((item) => item.key === value)
          const next = items[(at + step + items.length) % items.length]
          if (!next) return
          event.preventDefault()
          onChange(next.key)
          event.currentTarget.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus()
        }}
      >
        {items.map((item) => (
          <button
            key={item.key} type="button" role="tab" className="tab" data-key={item.key} aria-selected={item.key === value}
            aria-controls={item.key === value ? panel : undefined} tabIndex={item.key === value ? 0 : -1} onClick={() => { onChange(item.key) }}
          >
            {item.label}{item.count !== undefined && <small>{item.count}</small>}
          </button>
        ))}
      </div>
      {more.left && <button type="button" className="tabs-move" data-side="left" aria-hidden="true" tabIndex={-1} onClick={() => { move(-1) }}><ChevronLeft size={16} /></button>}
      {more.right && <button type="button" className="tabs-move" data-side="right" aria-hidden="true" tabIndex={-1} onClick={() => { move(1) }}><ChevronRight size={16} /></button>}
    </div>
  )
}
