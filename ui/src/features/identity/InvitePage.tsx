import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import type { Me } from '@/api/types'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { Door } from './Door'
import { acceptInvitation, loadInvitation } from './links'
import { LinkState } from './LinkState'
import { isGoodPassword, Password, PasswordHints } from './Password'

/** An invited colleague, or one who forgot: sets a password and is in. */
export function InvitePage({ secret, onSignedIn }: { secret: string; onSignedIn: (me: Me) => void }) {
  const t = useT()
  const [isBusy, setBusy] = useState(false) // to the end, once it has succeeded: a link that was used must not be asked for again
  const link = useQuery({ queryKey: ['invite', secret], queryFn: () => loadInvitation(secret), retry: false, enabled: !isBusy })
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  if (!link.isSuccess || problem?.status === 404) return <LinkState problem={problem ?? (link.error ? asProblem(link.error) : null)} onRetry={() => { void link.refetch() }} />
  const { purpose, workspace, person, logins = [] } = link.data
  const isReset = purpose === 'reset'
  const login = logins[0] ?? ''
  const submit = async (): Promise<void> => {
    if (!isGoodPassword(password, login) || isBusy) return
    setBusy(true)
    setProblem(null)
    try {
      onSignedIn(await acceptInvitation(secret, password))
    } catch (cause) {
      setProblem(asProblem(cause))
      setBusy(false)
    }
  }
  const wrong = problem?.fields.find((each) => each.field === 'password')?.message
  return (
    <Door title={t(isReset ? 'door.reset' : 'door.invite', { name: person?.title ?? '' })} lead={t(isReset ? 'door.resetLead' : 'door.inviteLead', { login: logins.join(t('door.or')), company: workspace.name })}>
      <form onSubmit={(event) => { event.preventDefault(); void submit() }}>
        {problem && !wrong && <div className="note note-bad" role="alert">{problem.message || t('error.text')}</div>}
        <input className="sr-only" tabIndex={-1} aria-hidden="true" autoComplete="username" value={login} readOnly />
        <div>
          <Password label={t('door.newPassword')} value={password} onChange={setPassword} isNew autoFocus error={wrong} />
          <PasswordHints password={password} login={login} />
        </div>
        <Button look="primary" type="submit" className="btn-wide" disabled={isBusy || !isGoodPassword(password, login)}>{isBusy ? t('act.saving') : t(isReset ? 'door.save' : 'door.begin')}</Button>
      </form>
    </Door>
  )
}
