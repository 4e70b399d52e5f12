import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import type { Me } from '@/api/types'
import { useLanguage, useT, type TextKey } from '@/i18n'
import { FieldBox } from '@/ui/FieldBox'
import { Button } from '@/ui/Button'
import { Door } from './Door'
import { finishSetup, loadSetup } from './links'
import { LinkState } from './LinkState'
import { isGoodPassword, Password, PasswordHints } from './Password'

const FIELDS = [
  { key: 'company', label: 'door.company', auto: 'organization' },
  { key: 'name', label: 'door.name', auto: 'name' },
  { key: 'login', label: 'door.adminLogin', auto: 'username' },
] as const satisfies { key: string; label: TextKey; auto: string }[]

type Text = Record<'company' | 'name' | 'login', string>

/** The first run: the firm, its administrator, a password; then straight in. */
export function SetupPage({ secret, onSignedIn }: { secret: string; onSignedIn: (me: Me) => void }) {
  const t = useT()
  const language = useLanguage()
  const [isBusy, setBusy] = useState(false) // to the end, once it has succeeded: a link that was used must not be asked for again
  const link = useQuery({ queryKey: ['setup', secret], queryFn: () => loadSetup(secret), retry: false, enabled: !isBusy })
  const [text, setText] = useState<Text>({ company: '', name: '', login: '' })
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isTried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  if ((!link.isSuccess && !isBusy) || problem?.status === 404) return <LinkState problem={problem ?? (link.error ? asProblem(link.error) : null)} onRetry={() => { void link.refetch() }} />
  const isGood = isGoodPassword(password, text.login)
  const errorOf = (field: string): string | undefined => problem?.fields.find((each) => each.field === field)?.message
  const missing = (key: keyof Text, label: TextKey): string | undefined => (isTried && !text[key].trim() ? t('invalid.required', { field: t(label) }) : undefined)
  const submit = async (): Promise<void> => {
    if (isBusy) return
    if (!isGood || FIELDS.some(({ key }) => !text[key].trim())) {
      setTried(true)
      const empty = FIELDS.find(({ key }) => !text[key].trim())?.key ?? 'new-password'
      form.current?.querySelector<HTMLInputElement>(`[name="${empty}"]`)?.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      onSignedIn(await finishSetup(secret, { company: text.company.trim(), name: text.name.trim(), login: text.login.trim(), password, language: language === 'en' ? 'en' : 'zh' }))
    } catch (cause) {
      setProblem(asProblem(cause))
      setBusy(false)
    }
  }
  return (
    <Door title={t('door.setup')} lead={t('door.setupLead')}>
      <form ref={form} noValidate onSubmit={(event) => { event.preventDefault(); void submit() }}>
        {problem && problem.fields.length === 0 && <div className="note note-bad" role="alert">{problem.message || t('error.text')}</div>}
        {FIELDS.map(({ key, label, auto }, index) => (
          <FieldBox key={key} label={t(label)} required error={errorOf(key) ?? missing(key, label)} help={key === 'login' ? t('door.adminLoginHelp') : undefined}>
            {({ id, describedBy, invalid }) => (
              <input id={id} name={key} className="input" required autoFocus={index === 0} autoComplete={auto} aria-describedby={describedBy} aria-invalid={invalid || undefined} value={text[key]} onChange={(event) => { setText({ ...text, [key]: event.target.value }) }} />
            )}
          </FieldBox>
        ))}
        <div>
          <Password label={t('door.password')} value={password} onChange={setPassword} isNew error={errorOf('password') ?? (isTried && !isGood ? t('door.passwordWeak') : undefined)} />
          <PasswordHints password={password} login={text.login} />
        </div>
        <Button look="primary" type="submit" className="btn-wide" disabled={isBusy}>{isBusy ? t('act.saving') : t('door.begin')}</Button>
      </form>
    </Door>
  )
}
