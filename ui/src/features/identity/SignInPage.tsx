import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import { signIn } from '@/api/records'
import type { Me } from '@/api/types'
import { useT } from '@/i18n'
import { FieldBox } from '@/ui/FieldBox'
import { Button } from '@/ui/Button'
import { Door } from './Door'
import { Password } from './Password'
import { useCountdown } from './useCountdown'

export function SignInPage({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const t = useT()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [left, setLeft] = useCountdown()
  const submit = async (): Promise<void> => {
    if (isBusy || left > 0) return
    setBusy(true)
    setProblem(null)
    try {
      onSignedIn(await signIn(login.trim(), password))
    } catch (cause) {
      const refused = asProblem(cause)
      setProblem(refused)
      if (refused.status === 429) setLeft(refused.retryAfter)
      if (refused.status === 401) setPassword('')
    } finally {
      setBusy(false)
    }
  }
  const said = (): string | null => {
    if (left > 0) return t('door.wait', { count: left })
    if (!problem || problem.status === 429) return null
    if (problem.status === 0) return t('error.offline')
    const reason = problem.message || (problem.status === 401 ? t('door.wrong') : t('error.text'))
    return problem.status >= 500 && problem.requestId ? `${reason} ${t('error.request', { id: problem.requestId })}` : reason
  }
  const reason = said()
  return (
    <Door title={t('door.signIn')}>
      <form onSubmit={(event) => { event.preventDefault(); void submit() }}>
        {reason && <div className="note note-bad" role="alert">{reason}</div>}
        <FieldBox label={t('door.login')} required help={t('door.loginHelp')}>
          {({ id, describedBy }) => <input id={id} className="input" aria-describedby={describedBy} required autoFocus autoComplete="username" autoCapitalize="off" spellCheck={false} value={login} onChange={(event) => { setLogin(event.target.value) }} />}
        </FieldBox>
        <Password label={t('door.password')} value={password} onChange={setPassword} />
        <Button look="primary" type="submit" className="btn-wide" disabled={isBusy || left > 0 || !login.trim() || !password}>{isBusy ? t('door.signingIn') : t('door.signIn')}</Button>
      </form>
    </Door>
  )
}
