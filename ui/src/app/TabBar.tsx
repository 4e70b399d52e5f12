import { House, Search, UserRound } from 'lucide-react'
import { useState } from 'react'
import { useT, useWords } from '@/i18n'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { useMe, useObjects } from '@/meta/objects'
import { Avatar } from '@/ui/bits'
import { Dialog } from '@/ui/Dialog'
import { Go } from '@/ui/Go'
import { MenuList } from '@/ui/MenuList'
import { BellTab } from './Bell'
import { useAccountMenu } from './useAccountMenu'
import '@/ui/tabbar.css'

interface TabBarProps { path: string; onSearch: () => void; onExit: () => void }
const IN_BAR = 1

/** The bar at the thumb: home, the first object, the search, notices, oneself with all other objects. */
export function TabBar({ path, onSearch, onExit }: TabBarProps) {
  const t = useT()
  const words = useWords()
  const me = useMe()
  const objects = useObjects()
  const groups = useAccountMenu(onExit)
  const [sheet, setSheet] = useState<'me' | null>(null)
  const close = (): void => { setSheet(null) }
  const labelOf = (object: (typeof objects)[number]): string => words(object.plural) || words(object.label)
  const isHere = (key: string): boolean => path === `/o/${key}` || path.startsWith(`/o/${key}/`)
  return (
    <>
      <nav className="tabbar" aria-label={t('shell.objects')}>
        <Go to="/" className="tabbar-item" aria-current={path === '/' ? 'page' : undefined}><House size={22} aria-hidden="true" /><span>{t('home.title')}</span></Go>
        {objects.slice(0, IN_BAR).map((object) => (
          <Go key={object.key} to={`/o/${object.key}`} className="tabbar-item" data-tour="objects" aria-current={isHere(object.key) ? 'page' : undefined}><ObjectIcon name={object.icon} size={22} /><span className="ellipsis">{labelOf(object)}</span></Go>
        ))}
        <button type="button" className="tabbar-item" data-tour="search" onClick={onSearch}><Search size={22} aria-hidden="true" /><span>{t('search.title')}</span></button>
        <BellTab path={path} />
        <button type="button" className="tabbar-item" data-tour="me" aria-haspopup="dialog" data-here={objects.slice(IN_BAR).some((object) => isHere(object.key))} onClick={() => { setSheet('me') }}><UserRound size={22} aria-hidden="true" /><span>{t('shell.me')}</span></button>
      </nav>
      {sheet === 'me' && me && (
        <Dialog kind="sheet" title={t('shell.me')} onClose={close}>
          <div className="me-card"><Avatar name={me.person.title} size="l" /><div><b>{me.person.title}</b><div className="muted">{[me.workspace.name, me.person.departments[0]?.title].filter(Boolean).join(' · ')}</div></div></div>
          <ul className="tile-list" aria-label={t('shell.objects')} onClick={close}>
            {objects.slice(IN_BAR).map((object) => <li key={object.key}><Go to={`/o/${object.key}`} className="tile" aria-current={isHere(object.key) ? 'page' : undefined}><ObjectIcon name={object.icon} size={24} /><span>{labelOf(object)}</span></Go></li>)}
          </ul>
          <div role="menu" aria-label={t('shell.me')}><MenuList groups={groups} onDone={close} /></div>
        </Dialog>
      )}
    </>
  )
}
