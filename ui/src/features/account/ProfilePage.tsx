import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { asProblem } from '@/api/client'
import { chooseMyZone } from '@/api/records'
import type { Me } from '@/api/types'
import { useLanguage, useT, useWords, type Lang } from '@/i18n'
import { setZone, ZONES } from '@/i18n/zone'
import { speak } from '@/meta/language'
import { meQuery, useMe } from '@/meta/objects'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { usePhone } from '@/ui/phone'
import { ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { useDeed } from '@/ui/useDeed'
import { Wrong } from '@/ui/Wrong'
import { changeOwn, loadOwn, type Own } from './account'
import { SessionsCard } from './SessionsCard'
import '@/fields/fields.css' // of selects
import './account.css'

/** Everybody's own page: who one is here, how one signs in, and where one is signed in. */
export function ProfilePage() {
  const t = useT()
  const id = useMe()?.person.id ?? ''
  const own = useQuery({ queryKey: ['people', 'own', id], queryFn: () => loadOwn(id) })
  return (
    <section className="acc" aria-labelledby="acc-title">
      <h1 id="acc-title">{t('acc.title')}</h1>
      {own.error && <ErrorBox problem={asProblem(own.error)} onRetry={() => { void own.refetch() }} />}
      {own.isPending && <div className="card acc-card appear"><Skeleton width="40%" /><Skeleton width="60%" /></div>}
      {own.data && <Who own={own.data} />}
      {own.data && <Logins own={own.data} onChanged={() => { void own.refetch() }} />}
      <SessionsCard />
    </section>
  )
}

function Who({ own }: { own: Own }) {
  const t = useT()
  const words = useWords()
  const me = useMe()
  const lang = useLanguage()
  const queries = useQueryClient()
  const comma = t('list.comma')
  const choose = (next: Lang): void => { void speak(next, queries).catch((cause: unknown) => { toast(asProblem(cause).message || t('error.offline'), { bad: true }) }) }
  return (
    <section className="card acc-card" aria-labelledby="acc-who">
      <h2 id="acc-who">{t('acc.who')}</h2>
      <dl className="acc-facts">
        <div><dt>{t('acc.name')}</dt><dd>{own.title}</dd></div>
        <div><dt>{t('acc.departments')}</dt><dd>{own.departments.map((each) => each.title).join(comma) || t('acc.none')}</dd></div>
        <div><dt>{t('acc.roles')}</dt><dd>{me?.roles.map((each) => words(each.label)).join(comma) || t('acc.none')}</dd></div>
        <div><dt>{t('acc.number')}</dt><dd className="num">{own.staff_number ?? t('acc.none')}</dd></div>
      </dl>
      <p className="field-help">{t('acc.byAdministrator')}</p>
      <label className="acc-row"><span>{t('account.language')}</span>
        <select className="sel" value={lang} onChange={(event) => { choose(event.target.value === 'en' ? 'en' : 'zh-CN') }}><option value="zh-CN">简体中文</option><option value="en">English</option></select>
      </label>
      <ZoneChoice />
    </section>
  )
}

/** By which clock times are read; days without a time are the same everywhere. */
function ZoneChoice() {
  const t = useT()
  const queries = useQueryClient()
  const me = useMe()
  const { run, isBusy, problem } = useDeed()
  if (!me) return null
  const choose = (zone: string | null): void => {
    void run(async () => {
      await chooseMyZone(zone)
      setZone(zone ?? me.workspace.zone)
      queries.setQueryData<Me>(meQuery.queryKey, { ...me, zone })
      await queries.invalidateQueries() // timelines are grouped by her days
      toast(t('acc.saved'))
    })
  }
  return (
    <>
      <label className="acc-row"><span>{t('acc.zone')}</span>
        <select className="sel" disabled={isBusy} aria-describedby="acc-zone-help" value={me.zone ?? ''} onChange={(event) => { choose(event.target.value || null) }}>
          <option value="">{t('acc.zoneFirm', { zone: me.workspace.zone })}</option>
          {ZONES.map((zone) => <option key={zone} value={zone}>{zone}</option>)}
        </select>
      </label>
      <Wrong problem={problem} fields={[]} />
      <p id="acc-zone-help" className="field-help">{t('acc.zoneHelp', { zone: me.workspace.zone })}</p>
    </>
  )
}

function Logins({ own, onChanged }: { own: Own; onChanged: () => void }) {
  const t = useT()
  const [edited, setEdited] = useState<'mobile' | 'email' | null>(null)
  return (
    <section className="card acc-card" aria-labelledby="acc-logins">
      <h2 id="acc-logins">{t('acc.logins')}</h2>
      <p className="field-help">{t('acc.loginsText')}</p>
      {(['mobile', 'email'] as const).map((field) => (
        <div key={field} className="acc-row"><span>{t(`acc.${field}`)}</span><b className="num grow">{own[field] ?? t('acc.none')}</b><Button onClick={() => { setEdited(field) }}>{t('acc.change')}</Button></div>
      ))}
      {edited && <LoginDialog field={edited} value={own[edited] ?? ''} onClose={() => { setEdited(null) }} onDone={() => { setEdited(null); onChanged(); toast(t('acc.saved')) }} />}
    </section>
  )
}

function LoginDialog({ field, value, onClose, onDone }: { field: 'mobile' | 'email'; value: string; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const phone = usePhone()
  const [text, setText] = useState(value)
  const [present, setPresent] = useState('')
  const { run, isBusy, problem } = useDeed()
  const wrong = (key: string): string | undefined => problem?.fields.find((each) => each.field === key)?.message
  const submit = (event: SyntheticEvent): void => { event.preventDefault(); void run(async () => { await changeOwn({ [field]: text.trim() || null, present }); onDone() }) }
  return (
    <Dialog kind={phone ? 'sheet' : 'box'} title={t('acc.changeOne', { what: t(`acc.${field}`) })} onClose={onClose} foot={<><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form="acc-login" disabled={isBusy || !present}>{isBusy ? t('act.saving') : t('act.save')}</Button></>}>
      <form id="acc-login" className="acc-form" onSubmit={submit} noValidate>
        <Wrong problem={problem} fields={[field, 'present']} />
        <FieldBox label={t(`acc.${field}`)} error={wrong(field)}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" data-autofocus="" type={field === 'email' ? 'email' : 'tel'} autoComplete="off" aria-describedby={describedBy} aria-invalid={invalid} value={text} onChange={(event) => { setText(event.target.value) }} />}
        </FieldBox>
        <FieldBox label={t('acc.present')} required help={t('acc.presentWhy')} error={wrong('present')}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" type="password" autoComplete="current-password" required aria-describedby={describedBy} aria-invalid={invalid} value={present} onChange={(event) => { setPresent(event.target.value) }} />}
        </FieldBox>
      </form>
    </Dialog>
  )
}
