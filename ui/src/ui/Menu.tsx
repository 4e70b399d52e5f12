import { Check } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button, IconButton } from './Button'
import { Popover } from './Popover'

export interface MenuItem {
  key: string
  label: string
  icon?: ReactNode
  onPick: () => void
  danger?: boolean
  ticked?: boolean
  /** Why it cannot be used now. */
  disabled?: string
}
export interface MenuGroup { key: string; title?: string; items: MenuItem[] }

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
  return (
    <div onKeyDown={move} ref={(element) => { element?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus({ preventScroll: true }) }}>
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

interface MenuButtonProps {
  label: string
  groups: MenuGroup[]
  icon: ReactNode
  text?: ReactNode
  align?: 'start' | 'end'
  className?: string
}

export function MenuButton({ label, groups, icon, text, align = 'end', className }: MenuButtonProps) {
  const [open, setOpen] = useState(false)
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const toggle = (): void => { setOpen(!open) }
  const shared = { ref: setAnchor, 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: toggle, className } as const
  return (
    <>
      {text === undefined
        ? <IconButton label={label} {...shared}>{icon}</IconButton>
        : <Button look="plain" aria-label={label} {...shared}>{icon}{text}</Button>}
      {open && (
        <Popover anchor={anchor} onClose={() => { setOpen(false) }} align={align} className="menu" role="menu" label={label}>
          <MenuList groups={groups} onDone={() => { setOpen(false); anchor?.focus() }} />
        </Popover>
      )}
    </>
  )
}
