import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { asProblem, call } from '@/api/client'
import '@/fields/fields.css'
import '@/ui/field.css'
import { useT } from '@/i18n'
import { setZone, ZONES } from '@/i18n/zone'
import { meQuery, useMe } from '@/meta/objects'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { FieldBox } from '@/ui/FieldBox'
import { ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { ModuleSwitches } from './ModuleSwitches'
import { ProblemNote } from './Problem'
import { useWish } from './useModel'
import './model.css'

interface Workspace { name: string; language: 'zh' | 'en'; zone: string; currency: string; revision: number }
const KEY = ['workspace']

function WorkspaceForm({ found }: { found: Workspace }) {
  const t = useT()
  const queries = useQueryClient()
  const [base, setBase] = useState(found)
  const [since, setSince] = useState(found.revision)
  const { run, problem, isBusy } = useWish(setSince)
  const me = useMe()
  const [draft, setDraft] = useState(found)
  const zones = ZONES.includes(draft.zone) ? ZONES : [draft.zone, ...ZONES]
  const save = async (): Promise<void> => {
    const changed = Object.fromEntries((['name', 'language', 'zone'] as const).filter((part) => draft[part] !== base[part]).map((part) => [part, draft[part]]))
    const answer = await run<Workspace>({ method: 'PATCH', path: '/workspace', body: changed, since })
    if (!answer) return
    queries.setQueryData(KEY, answer)
    setBase(answer)
    setDraft(answer)
    setSince(answer.revision)
    if (!me?.zone) setZone(answer.zone)
    await queries.invalidateQueries({ queryKey: meQuery.queryKey })
    toast(t('model.saved'))
  }
  const submit = (event: SyntheticEvent): void => { event.preventDefault(); if (!isBusy) void save() }
  const isSame = draft.name === base.name && draft.language === base.language && draft.zone === base.zone
  return (
    <form className="model-form model-firm" onSubmit={submit}>
      <ProblemNote problem={problem} />
      <FieldBox label={t('firm.name')} required>{({ id }) => <input id={id} className="input" required maxLength={200} value={draft.name} onChange={(event) => { setDraft({ ...draft, name: event.target.value }) }} />}</FieldBox>
      <div className="model-pair">
        <FieldBox label={t('firm.language')} help={t('firm.languageHelp')}>{({ id, describedBy }) => <select id={id} className="sel" aria-describedby={describedBy} value={draft.language} onChange={(event) => { setDraft({ ...draft, language: event.target.value === 'en' ? 'en' : 'zh' }) }}><option value="zh">中文</option><option value="en">English</option></select>}</FieldBox>
        <FieldBox label={t('firm.zone')} help={t('firm.zoneHelp')}>{({ id, describedBy }) => <select id={id} className="sel" aria-describedby={describedBy} value={draft.zone} onChange={(event) => { setDraft({ ...draft, zone: event.target.value }) }}>{zones.map((zone) => <option key={zone}>{zone}</option>)}</select>}</FieldBox>
      </div>
      <dl className="model-fixed"><div><dt>{t('firm.currency')}</dt><dd>{found.currency}<small className="muted">{t('firm.currencyWhy')}</small></dd></div><div><dt>{t('firm.week')}</dt><dd>{t('firm.monday')}</dd></div></dl>
      <div><Button look="primary" type="submit" disabled={isBusy || isSame || !draft.name.trim()}>{isBusy ? t('act.saving') : t('act.save')}</Button></div>
    </form>
  )
}

/** The workspace's own settings, and which of its modules are in use. */
export function WorkspacePage() {
  const t = useT()
  const manage = useMe()?.manage ?? []
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call<Workspace>('GET', '/workspace', { signal }), staleTime: 0 })
  return (
    <section className="model" aria-labelledby="firm-title">
      <header className="list-head model-head"><h1 id="firm-title">{t('firm.title')}</h1></header>
      {!query.data && query.error && <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />}
      {!query.data && !query.error && <div className="col model-wait appear"><Skeleton width="40%" /><Skeleton width="60%" /></div>}
      {query.data && <WorkspaceForm found={query.data} />}
      {(manage.includes('*') || manage.includes('model')) && <ModuleSwitches />}
    </section>
  )
}
