import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { conflictStore } from '@/form/conflicts'
import { addTexts, useT } from '@/i18n'
import { useMe, useObjects } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { followLinks } from '@/ui/Go'
import { hasCommand } from '@/ui/keys'
import { loadNext, nextPart, part } from '@/ui/part'
import { useOnline, usePhone } from '@/ui/phone'
import { Guide } from './Guide'
import { leave } from './session'
import { Sidebar } from './Sidebar'
import './shell.css'

const DemoBar = lazy(() => Promise.all([import('@/features/demo/DemoBar'), addTexts('demo')]).then(([module]) => ({ default: module.DemoBar })))
const TabBar = part(() => import('./TabBar').then((module) => ({ default: module.TabBar })))
const SearchDialog = nextPart(() => import('@/features/search/SearchDialog').then((module) => ({ default: module.SearchDialog })))
const ConflictDialog = lazy(() => import('@/form/ConflictDialog').then((module) => ({ default: module.ConflictDialog })))

function useSearchKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !hasCommand(event) || event.altKey) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', onKey)
    return () => { removeEventListener('keydown', onKey) }
  }, [open])
}

/** What a list loads once its rows are there, any other page loads after so many milliseconds. */
const AT_REST = 3_000

/** Keys go to the page that was chosen, not to where the search was called from; a dialog that it opens keeps them. */
function toPage(): void {
  if (!document.activeElement?.closest('dialog')) document.getElementById('main')?.focus({ preventScroll: true })
}

function Notices({ onRecent }: { onRecent: () => void }) {
  const t = useT()
  const online = useOnline()
  const workspace = useMe()?.workspace
  return (
    <>
      {!online && <div className="notice" role="status">{t('state.offline')} <button type="button" className="notice-link" onClick={onRecent}>{t('state.recent')}</button></div>}
      {workspace?.banner && <div className="notice" role="status">{workspace.banner}</div>}
      {workspace?.is_demo && <Suspense fallback={null}><DemoBar /></Suspense>}
    </>
  )
}

/** The frame around every page of a signed-in person. */
export function Shell() {
  const t = useT()
  const router = useRouter()
  const phone = usePhone()
  const objects = useObjects()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [isSearching, setSearching] = useState(false)
  const [open] = useState(() => () => { setSearching(true) })
  const conflict = useSyncExternalStore(conflictStore.subscribe, conflictStore.read)
  useSearchKey(open)
  useEffect(() => followLinks((href) => { router.history.push(href) }), [router])
  const exit = (): void => { void leave().then(() => router.navigate({ to: '/sign-in', search: {} })) }
  useEffect(() => {
    const timer = setTimeout(loadNext, AT_REST)
    return () => { clearTimeout(timer) }
  }, [])
  const go = (href: string): void => {
    setSearching(false)
    router.history.push(href)
    setTimeout(toPage) // the dialog gives the focus back as it goes
  }
  const isRecord = /^\/o\/[^/]+\/(?!bin$|merge$)/.test(path)
  return (
    <div className="shell">
      <a href="#main" className="skip">{t('shell.skip')}</a>
      {!phone && <Sidebar path={path} onSearch={open} onExit={exit} />}
      <main id="main" tabIndex={-1}>
        <Notices onRecent={open} />
        <div className="page"><Outlet /></div>
      </main>
      <Suspense fallback={null}>
        {phone && !isRecord && <TabBar path={path} onSearch={open} onExit={exit} />}
      </Suspense>
      <Suspense fallback={null}>
        {isSearching && <SearchDialog objects={objects} onClose={() => { setSearching(false) }} go={go} hrefOf={recordHref} />}
        {conflict && <ConflictDialog />}
      </Suspense>
      <Guide path={path} />
    </div>
  )
}
