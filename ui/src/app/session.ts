import { QueryClient } from '@tanstack/react-query'
import { isPassing, Problem, setCsrf } from '@/api/client'
import { signOut } from '@/api/records'
import type { Me } from '@/api/types'
import { forgetLists } from '@/grid/lists'
import { adoptLanguage } from '@/i18n'
import { setZone } from '@/i18n/zone'
import { meQuery, objectsQuery } from '@/meta/objects'
import { keepFor, keepNothing } from './offline'

const SECOND = 1000

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15 * SECOND,
      networkMode: 'always', // without a network the service worker may still know the answer
      refetchOnWindowFocus: false,
      retry: (count, cause) => count < 2 && cause instanceof Problem && isPassing(cause),
      retryDelay: (count) => SECOND * 2 ** count,
    },
  },
})

/** Takes up the session: its token, the person's zone, the account's language. */
export async function enter(me: Me): Promise<void> {
  setCsrf(me.csrf ?? '')
  setZone(me.zone ?? me.workspace.zone)
  client.setQueryData(meQuery.queryKey, me)
  void keepFor(me, client.getQueryData(objectsQuery.queryKey)).catch(() => undefined) // nobody waits for it
  await adoptLanguage(me.language || me.workspace.language)
}

/** Who is here and what the workspace is made of; fails with 401 if nobody is. */
export async function begin(): Promise<void> {
  const known = client.getQueryData<Me>(meQuery.queryKey)
  if (known && client.getQueryData(objectsQuery.queryKey)) return
  const [me] = await Promise.all([client.fetchQuery(meQuery), client.ensureQueryData(objectsQuery)])
  await enter(me)
  void import('./events').then((events) => { events.startEvents() })
}

/** Nothing of the last person stays behind. Whose session merely ended (`draftsOf`) finds her unsaved forms again; nobody else does. */
export function forget(draftsOf?: string): void {
  setCsrf('')
  client.clear()
  forgetLists()
  keepNothing()
  for (const key of Object.keys(localStorage)) if (key.startsWith('kedang.draft') && !(draftsOf && key.includes(`.${draftsOf}.`))) localStorage.removeItem(key)
}

export async function leave(): Promise<void> {
  await signOut().catch(() => undefined)
  forget()
}
