import { ChevronsUpDown, House, Search } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useT, useWords } from '@/i18n'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { useMe, useObjects } from '@/meta/objects'
import { Avatar, Kbd } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { part } from '@/ui/part'
import { HelpButton } from './HelpButton'

const Bell = part(() => import('./Bell').then((module) => ({ default: module.Bell })))
const SideFavourites = part(() => import('./SideFavourites').then((module) => ({ default: module.SideFavourites })))
const AccountMenu = lazy(() => import('./AccountMenu').then((module) => ({ default: module.AccountMenu })))

interface SidebarProps { path: string; onSearch: () => void; onExit: () => void }

function Account({ onExit }: { onExit: () => void }) {
  const t = useT()
  const words = useWords()
  const me = useMe()
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const [open, setOpen] = useState(false)
  if (!me) return null
  const about = [me.person.departments[0]?.title, me.roles[0] && words(me.roles[0].label)].filter(Boolean).join(' · ')
  return (
    <>
      <button ref={setAnchor} type="button" className="side-me" data-tour="me" aria-haspopup="menu" aria-expanded={open} title={t('account.menu', { name: me.person.title })} onClick={() => { setOpen(!open) }}>
        <Avatar name={me.person.title} size="m" />
        <span className="side-text grow"><b className="ellipsis">{me.person.title}</b><small className="ellipsis">{about || me.account.login}</small></span>
        <ChevronsUpDown size={16} className="side-text" aria-hidden="true" />
      </button>
      {open && <Suspense fallback={null}><AccountMenu anchor={anchor} label={t('account.menu', { name: me.person.title })} onExit={onExit} onClose={() => { setOpen(false) }} /></Suspense>}
    </>
  )
}

/** The workspace's objects, the search, and who is here. */
export function Sidebar({ path, onSearch, onExit }: SidebarProps) {
  const t = useT()
  const words = useWords()
  const me = useMe()
  const objects = useObjects()
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
  return (
    <aside className="side">
      <div className="side-top">
      <Go to="/" className="side-firm grow" title={me?.workspace.name}>
        <Avatar name={me?.workspace.name ?? ''} size="m" square />
        <span className="side-text grow"><b className="ellipsis">{me?.workspace.name}</b><small className="ellipsis">{t('app.name')}</small></span>
      </Go>
      <HelpButton />
      <Suspense fallback={<span className="bell-gap" />}><Bell /></Suspense>
      </div>
      <button type="button" className="side-search" data-tour="search" onClick={onSearch} title={t('search.title')}>
        <Search size={16} aria-hidden="true" /><span className="side-text grow">{t('search.title')}</span><span className="side-text" aria-hidden="true"><Kbd>{isMac ? '⌘ K' : 'Ctrl K'}</Kbd></span>
      </button>
      <nav aria-label={t('shell.objects')} className="side-nav">
        <ul data-tour="objects">
          <li><Go to="/" className="side-item" aria-current={path === '/' ? 'page' : undefined} title={t('home.title')}><House size={18} aria-hidden="true" /><span className="side-text ellipsis">{t('home.title')}</span></Go></li>
          {objects.map((object) => {
            const here = path === `/o/${object.key}` || path.startsWith(`/o/${object.key}/`)
            const label = words(object.plural) || words(object.label)
            return (
              <li key={object.key}>
                <Go to={`/o/${object.key}`} className="side-item" aria-current={here ? 'page' : undefined} title={label}>
                  <ObjectIcon name={object.icon} /><span className="side-text ellipsis">{label}</span>
                </Go>
              </li>
            )
          })}
        </ul>
        <Suspense fallback={null}><SideFavourites objects={objects} path={path} /></Suspense>
      </nav>
      <Account onExit={onExit} />
    </aside>
  )
}
