import { lazy, Suspense, useState, type ReactNode } from 'react'
import { Button, IconButton } from './Button'
import type { MenuGroup } from './menu-types'

export type { MenuGroup, MenuItem } from './menu-types'

const MenuPopover = lazy(() => import('./MenuPopover').then((module) => ({ default: module.MenuPopover })))

interface MenuButtonProps {
  label: string
  groups: MenuGroup[]
  icon: ReactNode
  /** Shown beside the icon; it is the button's name then, and the label its explanation. */
  text?: ReactNode
  align?: 'start' | 'end'
  className?: string
}

export function MenuButton({ label, groups, icon, text, align = 'end', className }: MenuButtonProps) {
  const [open, setOpen] = useState(false)
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const shared = { ref: setAnchor, 'aria-haspopup': 'menu', 'aria-expanded': open, onClick: () => { setOpen(!open) }, className } as const
  return (
    <>
      {text === undefined
        ? <IconButton label={label} {...shared}>{icon}</IconButton>
        : <Button look="plain" title={label} {...shared}>{icon}{text}</Button>}
      {open && <Suspense fallback={null}><MenuPopover anchor={anchor} label={label} groups={groups} align={align} onClose={() => { setOpen(false) }} /></Suspense>}
    </>
  )
}
