import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleX, RefreshCw } from 'lucide-react'
import { asProblem, call } from '@/api/client'
import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { usePages } from '@/meta/pages'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { ErrorBox } from '@/ui/States'
import './doctor.css'

type State = 'ok' | 'attention' | 'failed'
interface Check { key: string; status: State; text: string; remedy: string }
interface Status { version: string; at: string; status: State; checks: Check[] }

/** The page of the settings where a check is put right. */
const PAGE_OF: Record<string, string> = { backup: 'backups' }
const SIGNS = { ok: CircleCheck, attention: CircleAlert, failed: CircleX }

function Line({ check }: { check: Check }) {
  const t = useT()
  const Sign = SIGNS[check.status]
  const page = usePages().find((each) => each.key === PAGE_OF[check.key])
  return (
    <li className="check-line" data-status={check.status} data-check={check.key}>
      <Sign size={18} role="img" aria-label={t(`status.state.${check.status}`)} />
      <div className="grow">
        <div>{check.text}</div>
        {check.remedy && <div className="check-remedy">{t('status.todo', { text: check.remedy })}</div>}
      </div>
      {check.status !== 'ok' && page && <Go className="btn btn-small" to={page.href}>{page.label}</Go>}
    </li>
  )
}

/** How the installation is, and what somebody should do about it. */
export function StatusPage() {
  const t = useT()
  const query = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => call<Status>('GET', '/status', { signal }), staleTime: 0 })
  const found = query.data
  const troubled = found?.checks.filter((check) => check.status !== 'ok') ?? []
  const body = () => {
    if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (!found) return <div className="col check-wait appear"><Skeleton width="40%" /><Skeleton width="60%" /><Skeleton width="50%" /></div>
    return (
      <>
        <p className="check-sum" role="status" data-status={found.status}>{troubled.length === 0 ? t('status.ok') : t('status.attention', { count: troubled.length })}</p>
        <ul className="checks">{[...troubled, ...found.checks.filter((check) => check.status === 'ok')].map((check) => <Line key={check.key} check={check} />)}</ul>
        <p className="muted check-about num">{t('status.version', { version: found.version, at: formatDateTime(found.at) })}</p>
      </>
    )
  }
  return (
    <section className="check-page" aria-labelledby="status-title">
      <header className="list-head">
        <h1 id="status-title">{t('status.title')}</h1>
        <span className="grow" />
        <Button disabled={query.isFetching} onClick={() => { void query.refetch() }}><RefreshCw size={16} aria-hidden="true" />{t('status.again')}</Button>
      </header>
      {body()}
    </section>
  )
}
