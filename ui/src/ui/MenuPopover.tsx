import type { MenuGroup } from './menu-types'
import { MenuList } from './MenuList'
import { Popover } from './Popover'

export interface MenuPopoverProps { anchor: HTMLElement | null; label: string; groups: MenuGroup[]; align?: 'start' | 'end'; onClose: () => void }

/** A menu beside the button that opened it. */
export function MenuPopover({ anchor, label, groups, align = 'end', onClose }: MenuPopoverProps) {
  return (
    <Popover anchor={anchor} onClose={onClose} align={align} className="menu" role="menu" label={label}>
      <MenuList groups={groups} onDone={() => { onClose(); anchor?.focus() }} />
    </Popover>
  )
}
