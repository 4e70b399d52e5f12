import { Activity, Download, Inbox, Upload, type LucideIcon } from 'lucide-react'
import { useT } from '@/i18n'
import { mayImport, useMe, useObjects } from './objects'

export interface PageLink { key: string; label: string; icon: LucideIcon; href: string }

/** The pages about the whole workspace that the person may open: the account's menu and Ctrl-K lead there. */
export function usePages(): PageLink[] {
  const t = useT()
  const objects = useObjects()
  const manage = useMe()?.manage ?? []
  const may = (what: string): boolean => manage.includes('*') || manage.includes(what)
  const pages: PageLink[] = [{ key: 'sources', label: t('sources.title'), icon: Inbox, href: '/admin/sources' }]
  if (objects.some(mayImport)) pages.unshift({ key: 'import', label: t('import.title'), icon: Upload, href: '/import' })
  if (may('status')) pages.push({ key: 'status', label: t('status.title'), icon: Activity, href: '/admin/status' })
  if (may('workspace')) pages.push({ key: 'export', label: t('export.everything'), icon: Download, href: '/admin/export' })
  return pages
}
