import { Activity, BookOpen, CircleUser, Boxes, Building2, DatabaseBackup, Download, FlaskConical, Inbox, KeyRound, ListChecks, Network, Upload, Users, type LucideIcon } from 'lucide-react'
import { useT, type TextKey } from '@/i18n'
import { mayImport, useMe, useObjects } from './objects'

/** What a page of the settings is about; pages stand in this order. */
export const PAGE_GROUPS = ['mine', 'firm', 'data', 'system'] as const
export type PageGroup = (typeof PAGE_GROUPS)[number]
export interface PageLink { key: string; group: PageGroup; label: string; icon: LucideIcon; href: string }

/** `right`: what one must be allowed to manage; absent, everybody may open the page. */
interface Page { key: string; group: PageGroup; label: TextKey; icon: LucideIcon; right?: string }

/** Every page of the settings; its component stands under the same key in `app/settings.ts`. */
export const PAGES: readonly Page[] = [
  { key: 'profile', group: 'mine', label: 'profile.title', icon: CircleUser },
  { key: 'password', group: 'mine', label: 'password.title', icon: KeyRound },
  { key: 'tokens', group: 'mine', label: 'tokens.title', icon: KeyRound },
  { key: 'bulk', group: 'mine', label: 'bulk.title', icon: ListChecks },
  { key: 'workspace', group: 'firm', label: 'firm.title', icon: Building2, right: 'workspace' },
  { key: 'objects', group: 'firm', label: 'model.title', icon: Boxes, right: 'model' },
  { key: 'people', group: 'firm', label: 'people.title', icon: Users, right: 'people' },
  { key: 'departments', group: 'firm', label: 'departments.title', icon: Network, right: 'people' },
  { key: 'sources', group: 'data', label: 'sources.title', icon: Inbox },
  { key: 'export', group: 'data', label: 'export.everything', icon: Download, right: 'workspace' },
  { key: 'demo', group: 'system', label: 'settings.demo', icon: FlaskConical, right: 'demo' },
  { key: 'backups', group: 'system', label: 'backup.title', icon: DatabaseBackup, right: 'backups' },
  { key: 'status', group: 'system', label: 'status.title', icon: Activity, right: 'status' },
]

/** The pages about the whole workspace that the person may open: the settings and Ctrl-K lead there. */
export function usePages(): PageLink[] {
  const t = useT()
  const objects = useObjects()
  const manage = useMe()?.manage ?? []
  const may = (right: string | undefined): boolean => !right || manage.includes('*') || manage.includes(right)
  const pages = PAGES.filter(({ right }) => may(right)).map(({ key, group, label, icon }): PageLink => ({ key, group, label: t(label), icon, href: `/settings/${key}` }))
  if (objects.some(mayImport)) pages.push({ key: 'import', group: 'data', label: t('import.title'), icon: Upload, href: '/import' })
  pages.push({ key: 'help', group: 'system', label: t('help.manual'), icon: BookOpen, href: '/help' })
  return pages
}
