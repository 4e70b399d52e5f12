import { Check } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { MenuGroup } from './menu-types'
import './overlays.css'

function move(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)')]
  const at = items.findIndex((item) => item === document.activeElement)
  const step: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }
  const next = step[event.key]
  if (next === undefined || items.length === 0) return
  event.preventDefault()
  items[(next + items.length) % items.length]?.focus()
}

interface MenuListProps { groups: MenuGroup[]; onDone: () => void }

export function MenuList({ groups, onDone }: MenuListProps) {
  const used = groups.filter((group) => group.items.length > 0)
  const list = useRef<HTMLDivElement>(null)
  // The menu around it is shown in a layout effect: before that nothing in it takes the focus.
  useEffect(() => { list.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus({ preventScroll: true }) }, [])
  return (
    <div onKeyDown={move} ref={list}>
      {used.map((group, index) => (
        <div key={group.key} role="group" aria-label={group.title}>
          {index > 0 && <div className="menu-line" />}
          {group.title && <div className="menu-head" aria-hidden="true">{group.title}</div>}
          {group.items.map((item) => (
            <button
              key={item.key} type="button" className={`menu-item ${item.danger ? 'danger' : ''}`}
              role={item.ticked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={item.ticked}
              disabled={item.disabled !== undefined} title={item.disabled}
              onClick={() => { onDone(); item.onPick() }}
            >
              {item.icon}
              <span className="ellipsis">{item.label}</span>
              {item.ticked && <Check size={16} className="tick" aria-hidden="true" />}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}
