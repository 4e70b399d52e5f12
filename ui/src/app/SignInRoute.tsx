import { useParams, useRouter, useRouterState, useSearch } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import type { Me } from '@/api/types'
import { InvitePage } from '@/features/identity/InvitePage'
import { SetupPage } from '@/features/identity/SetupPage'
import { SignInPage } from '@/features/identity/SignInPage'
import type { Search } from '@/meta/view'
import { followLinks } from '@/ui/Go'
import { Guide } from './Guide'
import { enter, forget } from './session'

/** Where to after the door: only a place of our own. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}

function useEnter(first?: string): (me: Me) => void {
  const router = useRouter()
  const search: Search = useSearch({ strict: false })
  useEffect(() => followLinks((href) => { router.history.push(href) }), [router])
  return (me) => {
    forget(me.person.id)
    void enter(me).then(() => { router.history.replace(first ?? safeNext(search.next)) })
  }
}

/** A page before the house, with its help. */
function Outside({ children }: { children: ReactNode }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return <>{children}<Guide path={path} isInside={false} /></>
}

export function SignInRoute() {
  return <Outside><SignInPage onSignedIn={useEnter()} /></Outside>
}

export function SetupRoute() {
  const { secret = '' } = useParams({ strict: false })
  return <Outside><SetupPage secret={secret} onSignedIn={useEnter('/start')} /></Outside>
}

export function InviteRoute() {
  const { secret = '' } = useParams({ strict: false })
  return <Outside><InvitePage secret={secret} onSignedIn={useEnter()} /></Outside>
}
