import type { ReactNode } from 'react'

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
