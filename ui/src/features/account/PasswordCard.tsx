import { useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { setCsrf } from '@/api/client'
import { useT } from '@/i18n'
import { meQuery } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { FieldBox } from '@/ui/FieldBox'
import { toast } from '@/ui/toast'
import { useDeed } from '@/ui/useDeed'
import { Wrong } from '@/ui/Wrong'
import { changePassword } from './account'

const SHORTEST = 12

/** Another password, by the present one; every other session and every token ends. */
export function PasswordCard() {
  const t = useT()
  const client = useQueryClient()
  const [present, setPresent] = useState('')
  const [password, setPassword] = useState('')
  const { run, isBusy, problem } = useDeed()
  const wrong = (field: string): string | undefined => problem?.fields.find((each) => each.field === field)?.message
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void run(async () => {
      const me = await changePassword(present, password)
      setCsrf(me.csrf ?? '')
      client.setQueryData(meQuery.queryKey, me)
      void client.invalidateQueries({ queryKey: ['sessions'] })
      setPresent('')
      setPassword('')
      toast(t('acc.passwordSaved'))
    })
  }
  return (
    <section className="card acc-card" aria-labelledby="acc-password">
      <h2 id="acc-password">{t('acc.password')}</h2>
      <p className="field-help">{t('acc.passwordText')}</p>
      <form className="acc-form" onSubmit={submit} noValidate>
        <Wrong problem={problem} fields={['present', 'password']} />
        <FieldBox label={t('acc.present')} required error={wrong('present')}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" type="password" autoComplete="current-password" required aria-describedby={describedBy} aria-invalid={invalid} value={present} onChange={(event) => { setPresent(event.target.value) }} />}
        </FieldBox>
        <FieldBox label={t('acc.newPassword')} required help={t('acc.passwordHelp', { count: SHORTEST })} error={wrong('password')}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" type="password" autoComplete="new-password" required aria-describedby={describedBy} aria-invalid={invalid} value={password} onChange={(event) => { setPassword(event.target.value) }} />}
        </FieldBox>
        <div><Button type="submit" disabled={isBusy || !present || [...password].length < SHORTEST}>{isBusy ? t('act.saving') : t('acc.password')}</Button></div>
      </form>
    </section>
  )
}
