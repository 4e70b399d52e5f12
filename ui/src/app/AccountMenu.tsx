import { MenuPopover } from '@/ui/MenuPopover'
import { useAccountMenu } from './useAccountMenu'

interface AccountMenuProps { anchor: HTMLElement | null; label: string; onExit: () => void; onClose: () => void }

export function AccountMenu({ anchor, label, onExit, onClose }: AccountMenuProps) {
  return <MenuPopover anchor={anchor} label={label} groups={useAccountMenu(onExit)} align="start" onClose={onClose} />
}
