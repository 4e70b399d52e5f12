import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { asProblem, newKey } from '@/api/client'
import { API } from '@/api/workspace'
import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { Skeleton, Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { usePhone } from '@/ui/phone'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { useDeed } from '@/ui/useDeed'
import { Wrong } from '@/ui/Wrong'
import { endToken, loadTokens, makeToken, type Token } from './account'
import '@/fields/fields.css' // of selects
import './account.css'

const REACHES = { read: ['read'], write: ['read', 'write'], all: null } as const
type Reach = keyof typeof REACHES
const DAYS = [30, 90, 365, 1095] as const

function reachOf(token: Token): Reach {
  if (token.scopes === null || token.scopes.includes('manage')) return 'all'
  return token.scopes.includes('write') ? 'write' : 'read'
}

/** One's own keys for programs: they may what one may, and no more. */
export function TokensPage() {
  const t = useT()
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: loadTokens, staleTime: 0 })
  const [isNew, setNew] = useState(false)
  const [ended, setEnded] = useState<Token | null>(null)
  const again = (): void => { void tokens.refetch() }
  const items = tokens.data?.items ?? []
  const add = <Button look="primary" onClick={() => { setNew(true) }}><Plus size={16} aria-hidden="true" />{t('acc.token.add')}</Button>
  return (
    <section className="acc" aria-labelledby="tok-title">
      <header className="row"><h1 id="tok-title" className="grow">{t('acc.tokens')}</h1>{items.length > 0 && add}</header>
      <p className="muted">{t('acc.tokensText')}</p>
      {tokens.error && <ErrorBox problem={asProblem(tokens.error)} onRetry={again} />}
      {tokens.isPending && <div className="card acc-card appear"><Skeleton width="50%" /></div>}
      {tokens.data && items.length === 0 && <EmptyBox title={t('acc.tokensNone')}>{add}</EmptyBox>}
      {items.length > 0 && (
        <ul className="card acc-list acc-card">
          {items.map((each) => (
            <li key={each.id}>
              <KeyRound size={18} aria-hidden="true" />
              <div className="grow">
                <p className="row"><b className="ellipsis">{each.name}</b><Tag color={reachOf(each) === 'read' ? null : 'blue'}>{t(`acc.reach.${reachOf(each)}`)}</Tag></p>
                <p className="muted num">{t('acc.token.until', { at: formatDateTime(each.expires_at) })} · {each.last_used_at && each.last_used_at !== each.created_at ? t('acc.token.used', { at: formatDateTime(each.last_used_at) }) : t('acc.token.unused')}</p>
              </div>
              <Button look="danger" aria-label={t('acc.token.endOf', { name: each.name })} onClick={() => { setEnded(each) }}>{t('acc.token.end')}</Button>
            </li>
          ))}
        </ul>
      )}
      {isNew && <NewDialog onClose={() => { setNew(false); again() }} />}
      {ended && <EndDialog token={ended} onClose={() => { setEnded(null); again() }} />}
    </section>
  )
}

function EndDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useT()
  const phone = usePhone()
  const { run, isBusy, problem } = useDeed()
  const foot = <><span className="grow" /><Button data-autofocus="" onClick={onClose}>{t('act.cancel')}</Button><Button look="danger" disabled={isBusy} onClick={() => { void run(async () => { await endToken(token.id); onClose() }) }}>{t('acc.token.end')}</Button></>
  return <Dialog kind={phone ? 'sheet' : 'box'} title={t('acc.token.endOf', { name: token.name })} onClose={onClose} foot={foot}><div className="col"><Wrong problem={problem} /><p>{t('acc.token.endText')}</p></div></Dialog>
}

function NewDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const phone = usePhone()
  const [name, setName] = useState('')
  const [reach, setReach] = useState<Reach>('read')
  const [days, setDays] = useState<number>(365)
  const [made, setMade] = useState<Token | null>(null)
  const [key] = useState(newKey)
  const { run, isBusy, problem } = useDeed()
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    const scopes = REACHES[reach]
    void run(async () => { setMade(await makeToken({ name: name.trim(), scopes: scopes ? [...scopes] : null, days }, key)) })
  }
  const foot = made
    ? <><span className="grow" /><Button look="primary" onClick={onClose}>{t('acc.token.kept')}</Button></>
    : <><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form="tok-form" disabled={isBusy || !name.trim()}>{t('acc.token.add')}</Button></>
  return (
    <Dialog kind={phone ? 'sheet' : 'wide'} title={t('acc.token.add')} onClose={onClose} foot={foot}>
      {made ? <Made token={made} /> : (
        <form id="tok-form" className="acc-form" onSubmit={submit} noValidate>
          <Wrong problem={problem} />
          <FieldBox label={t('acc.token.name')} required help={t('acc.token.nameHelp')}>
            {({ id, describedBy }) => <input id={id} className="input" data-autofocus="" maxLength={200} autoComplete="off" aria-describedby={describedBy} value={name} onChange={(event) => { setName(event.target.value) }} />}
          </FieldBox>
          <fieldset className="acc-reach">
            <legend>{t('acc.token.may')}</legend>
            {(['read', 'write', 'all'] as const).map((each) => <label key={each}><input type="radio" className="check" name="reach" checked={reach === each} onChange={() => { setReach(each) }} /><span>{t(`acc.reach.${each}`)}<small>{t(`acc.reachText.${each}`)}</small></span></label>)}
          </fieldset>
          <FieldBox label={t('acc.token.days')}>
            {({ id }) => <select id={id} className="sel" value={days} onChange={(event) => { setDays(Number(event.target.value)) }}>{DAYS.map((each) => <option key={each} value={each}>{t('acc.token.daysOf', { count: each })}</option>)}</select>}
          </FieldBox>
        </form>
      )}
    </Dialog>
  )
}

function Made({ token }: { token: Token }) {
  const t = useT()
  const secret = token.token ?? ''
  return (
    <div className="col">
      <p className="note">{t('acc.token.once')}</p>
      <CopyField text={secret} label={t('acc.token.secret')} />
      <p>{t('acc.token.example')}</p>
      <pre className="acc-code" tabIndex={0}>{`curl -H "Authorization: Bearer ${secret}" \\\n  "${location.origin}${API}/objects"`}</pre>
    </div>
  )
}
