import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import type { Me } from '@/api/types'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { toast } from '@/ui/toast'
import { changePassword } from './links'
import { isGoodPassword, Password, PasswordHints } from './Password'
import { useCountdown } from './useCountdown'
import './identity.css'

/** One's own password: who knows the present one chooses another; every other session and every token ends. */
export function PasswordPage({ login, onChanged }: { login: string; onChanged: (me: Me) => Promise<void> }) {
  const t = useT()
  const [present, setPresent] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [left, setLeft] = useCountdown()
  const isReady = present !== '' && isGoodPassword(password, login) && left === 0 && !isBusy
  const submit = async (): Promise<void> => {
    if (!isReady) return
    setBusy(true)
    setProblem(null)
    try {
      await onChanged(await changePassword(present, password))
      setPresent('')
      setPassword('')
      toast(t('password.changed'))
    } catch (cause) {
      const refused = asProblem(cause)
      setProblem(refused)
      if (refused.status === 429) setLeft(refused.retryAfter)
      if (refused.code === 'wrong_credentials') setPresent('')
    } finally {
      setBusy(false)
    }
  }
  const wrong = problem?.code === 'wrong_credentials' ? t('password.wrong') : undefined
  const weak = problem?.fields.find((each) => each.field === 'password')?.message
  const other = left > 0 ? t('door.wait', { count: left }) : problem && !wrong && !weak && problem.status !== 429 ? problem.message || t(problem.status === 0 ? 'error.offline' : 'error.text') : null
  return (
    <section className="own-page" aria-labelledby="password-title">
      <header className="list-head"><h1 id="password-title">{t('password.title')}</h1></header>
      <form className="own-form" onSubmit={(event) => { event.preventDefault(); void submit() }}>
        <p className="door-lead">{t('password.lead')}</p>
        {other && <div className="note note-bad" role="alert">{other}</div>}
        <input className="sr-only" tabIndex={-1} aria-hidden="true" autoComplete="username" value={login} readOnly />
        <Password label={t('password.present')} value={present} onChange={setPresent} error={wrong} />
        <div>
          <Password label={t('password.new')} value={password} onChange={setPassword} isNew error={weak} />
          <PasswordHints password={password} login={login} />
        </div>
        <div><Button look="primary" type="submit" disabled={!isReady}>{isBusy ? t('act.saving') : t('password.change')}</Button></div>
      </form>
    </section>
  )
}
