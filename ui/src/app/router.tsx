import { createBrowserHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type ErrorComponentProps, type HistoryLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { doorOf, inside, isElsewhere, outside } from '@/api/workspace'
import { addTexts } from '@/i18n'
import { objectsQuery } from '@/meta/objects'
import { loadParts, nextPage } from '@/ui/part'
import { parseSearch, stringifySearch, type Search } from '@/meta/view'
import { askForRows, ListRoute } from './ListRoute'
import { begin, client } from './session'
import { Shell } from './Shell'

const ErrorBox = lazy(() => import('@/ui/States').then((module) => ({ default: module.ErrorBox })))
const NotFound = lazyRouteComponent(() => import('./NotFound'), 'NotFound')

function Failed({ error, reset }: ErrorComponentProps) {
  return <main className="alone"><Suspense fallback={null}><ErrorBox problem={asProblem(error)} onRetry={() => { reset(); void router.invalidate() }} /></Suspense></main>
}

const asText = (search: Record<string, unknown>): Search => search as Search

const root = createRootRoute({ component: Outlet, errorComponent: Failed, notFoundComponent: NotFound })
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', validateSearch: asText, component: lazyRouteComponent(() => import('./SignInRoute'), 'SignInRoute') })
const setup = createRoute({ getParentRoute: () => root, path: '/setup/$secret', component: lazyRouteComponent(() => import('./SignInRoute'), 'SetupRoute') })
const invite = createRoute({ getParentRoute: () => root, path: '/invite/$secret', component: lazyRouteComponent(() => import('./SignInRoute'), 'InviteRoute') })

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await begin()
    } catch (cause) {
      if (asProblem(cause).status !== 401) throw cause
      if (isElsewhere) window.location.replace(doorOf()) // one signs in at home
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
})
const home = createRoute({ getParentRoute: () => shell, path: '/', component: lazyRouteComponent(() => Promise.all([import('./HomeRoute'), addTexts('home')]).then(([module]) => module), 'HomeRoute') })
const start = createRoute({ getParentRoute: () => shell, path: '/start', component: lazyRouteComponent(() => Promise.all([import('./StartRoute'), addTexts('demo')]).then(([module]) => module), 'StartRoute') })
const notices = createRoute({ getParentRoute: () => shell, path: '/notices', component: lazyRouteComponent(() => Promise.all([import('./NoticesRoute'), addTexts('notify')]).then(([module]) => module), 'NoticesRoute') })
async function enterList({ params, search, cause }: { params: { object: string }; search: Search; cause: string }): Promise<void> {
  if (cause !== 'enter') return
  askForRows(client.getQueryData<{ items: ObjectMeta[] }>(objectsQuery.queryKey)?.items.find((each) => each.key === params.object), search)
  await loadParts()
}
const list = createRoute({ getParentRoute: () => shell, path: '/o/$object', validateSearch: asText, beforeLoad: enterList, component: ListRoute, notFoundComponent: NotFound })
const bin = createRoute({ getParentRoute: () => shell, path: '/o/$object/bin', component: lazyRouteComponent(() => Promise.all([import('./BinRoute'), addTexts('record')]).then(([module]) => module), 'BinRoute') })
const merge = createRoute({ getParentRoute: () => shell, path: '/o/$object/merge', validateSearch: asText, component: lazyRouteComponent(() => Promise.all([import('./MergeRoute'), addTexts('record')]).then(([module]) => module), 'MergeRoute') })
const Record = lazyRouteComponent(() => Promise.all([import('./RecordRoute'), addTexts('record')]).then(([module]) => module), 'RecordRoute')
nextPage(async () => Record.preload?.())
const record = createRoute({ getParentRoute: () => shell, path: '/o/$object/$id', validateSearch: asText, component: Record })
const search = createRoute({ getParentRoute: () => shell, path: '/search', validateSearch: asText, component: lazyRouteComponent(() => import('./SearchRoute'), 'SearchRoute') })
const help = createRoute({ getParentRoute: () => shell, path: '/help', validateSearch: asText, component: lazyRouteComponent(() => Promise.all([import('./HelpRoute'), addTexts('help')]).then(([module]) => module), 'HelpRoute') })
const Settings = lazyRouteComponent(() => import('./SettingsRoute'), 'SettingsRoute')
const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: Settings })
const setting = createRoute({ getParentRoute: () => shell, path: '/settings/$page', validateSearch: asText, component: Settings })

const Imports = lazyRouteComponent(() => Promise.all([import('./ImportRoute'), addTexts('imports')]).then(([module]) => module), 'ImportRoute')
const imports = createRoute({ getParentRoute: () => shell, path: '/import', component: Imports })
const oneImport = createRoute({ getParentRoute: () => shell, path: '/import/$id', validateSearch: asText, component: Imports })

/** Pages know nothing of `/w/{number}`: it stands in the address bar only. */
function placeNow(): HistoryLocation {
  const { search, hash } = window.location
  const pathname = inside(window.location.pathname)
  return { href: pathname + search + hash, pathname, search, hash, state: (window.history.state ?? { __TSR_index: 0 }) as HistoryLocation['state'] }
}

export const router = createRouter({
  history: createBrowserHistory({ createHref: outside, parseLocation: placeNow }),
  routeTree: root.addChildren([signIn, setup, invite, shell.addChildren([home, start, notices, list, bin, merge, record, search, help, settings, setting, imports, oneImport])]),
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  defaultPendingMs: 150,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
