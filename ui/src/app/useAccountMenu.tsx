import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Building2, CircleHelp, Languages, LogOut, Monitor, Moon, Settings, Sun, Upload } from 'lucide-react'
import { doorOf } from '@/api/workspace'
import { useLanguage, useT, type Lang } from '@/i18n'
import { askHelp } from '@/meta/help'
import { speak } from '@/meta/language'
import { mayImport, useMe, useObjects } from '@/meta/objects'
import type { MenuGroup } from '@/ui/Menu'
import { chooseTheme, useTheme, type Theme } from '@/ui/theme'

const THEMES: { key: Theme; icon: typeof Sun }[] = [{ key: 'light', icon: Sun }, { key: 'dark', icon: Moon }, { key: 'system', icon: Monitor }]

/** What belongs to the person: language, look, the settings, the way out. */
export function useAccountMenu(onExit: () => void): MenuGroup[] {
  const t = useT()
  const lang = useLanguage()
  const theme = useTheme()
  const router = useRouter()
  const queries = useQueryClient()
  const choose = (wanted: Lang): void => { void speak(wanted, queries).catch(() => undefined) }
  const go = (href: string) => () => { router.history.push(href) }
  const about = [{ key: 'settings', label: t('settings.title'), icon: <Settings size={16} />, onPick: go('/settings') }, { key: 'help', label: t('help.title'), icon: <CircleHelp size={16} />, onPick: askHelp }]
  if (useObjects().some(mayImport)) about.unshift({ key: 'import', label: t('import.title'), icon: <Upload size={16} />, onPick: go('/import') })
  const me = useMe()
  const firms = (me?.workspaces ?? []).map(({ id, name }, index) => ({
    key: String(id), label: name, icon: <Building2 size={16} />, ticked: id === me?.workspace.id, onPick: () => { location.assign(doorOf(index === 0 ? undefined : id)) },
  }))
  return [
    ...(firms.length > 1 ? [{ key: 'workspace', title: t('account.workspace'), items: firms }] : []),
    { key: 'language', title: t('account.language'), items: [
      { key: 'zh-CN', label: '简体中文', icon: <Languages size={16} />, ticked: lang === 'zh-CN', onPick: () => { choose('zh-CN') } },
      { key: 'en', label: 'English', icon: <Languages size={16} />, ticked: lang === 'en', onPick: () => { choose('en') } },
    ] },
    { key: 'theme', title: t('account.theme'), items: THEMES.map(({ key, icon: Icon }) => (
      { key, label: t(`theme.${key}`), icon: <Icon size={16} />, ticked: theme === key, onPick: () => { chooseTheme(key) } }
    )) },
    { key: 'about', items: about },
    { key: 'exit', items: [{ key: 'exit', label: t('account.signOut'), icon: <LogOut size={16} />, onPick: onExit }] },
  ]
}
