import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Me } from '@/api/types'
import { InvitePage } from '@/features/identity/InvitePage'
import { SetupPage } from '@/features/identity/SetupPage'
import { SignInPage } from '@/features/identity/SignInPage'
import type { Search } from '@/meta/view'
import { followLinks } from '@/ui/Go'
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
    forget()
    void enter(me).then(() => { router.history.replace(first ?? safeNext(search.next)) })
  }
}

export function SignInRoute() {
  return <SignInPage onSignedIn={useEnter()} />
}

export function SetupRoute() {
  const { secret = '' } = useParams({ strict: false })
  return <SetupPage secret={secret} onSignedIn={useEnter('/start')} />
}

export function InviteRoute() {
  const { secret = '' } = useParams({ strict: false })
  return <InvitePage secret={secret} onSignedIn={useEnter()} />
}
