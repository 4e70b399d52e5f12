import { Activity, Download, Inbox, type LucideIcon } from 'lucide-react'
import { useT } from '@/i18n'
import { useMe } from './objects'

export interface PageLink { key: string; label: string; icon: LucideIcon; href: string }

/** The pages about the whole workspace that the person may open: the account's menu and Ctrl-K lead there. */
export function usePages(): PageLink[] {
  const t = useT()
  const manage = useMe()?.manage ?? []
  const may = (what: string): boolean => manage.includes('*') || manage.includes(what)
  const pages: PageLink[] = [{ key: 'sources', label: t('sources.title'), icon: Inbox, href: '/admin/sources' }]
  if (may('status')) pages.push({ key: 'status', label: t('status.title'), icon: Activity, href: '/admin/status' })
  if (may('workspace')) pages.push({ key: 'export', label: t('export.everything'), icon: Download, href: '/admin/export' })
  return pages
}
