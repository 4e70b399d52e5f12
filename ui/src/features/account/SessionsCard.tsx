import { useQuery } from '@tanstack/react-query'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { Skeleton, Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { useDeed } from '@/ui/useDeed'
import { Wrong } from '@/ui/Wrong'
import { deviceOf, endOtherSessions, endSession, loadSessions } from './account'

/** Where one is signed in, and the way to end it there. */
export function SessionsCard() {
  const t = useT()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: loadSessions, staleTime: 0 })
  const { run, isBusy, problem } = useDeed()
  const end = (deed: () => Promise<null>): void => { void run(async () => { await deed(); await sessions.refetch() }) }
  const items = sessions.data?.items ?? []
  return (
    <section className="card acc-card" aria-labelledby="acc-sessions">
      <header className="row"><h2 id="acc-sessions" className="grow">{t('acc.sessions')}</h2>{items.length > 1 && <Button disabled={isBusy} onClick={() => { end(endOtherSessions) }}>{t('acc.endOthers')}</Button>}</header>
      <Wrong problem={problem ?? (sessions.error ? asProblem(sessions.error) : null)} />
      {sessions.isPending && <div className="col appear"><Skeleton width="50%" /><Skeleton width="40%" /></div>}
      <ul className="acc-list">
        {items.map((each) => (
          <li key={each.id}>
            <div className="grow">
              <p className="row"><b className="ellipsis">{deviceOf(each.agent) || t('acc.unknownDevice')}</b>{each.present && <Tag color="green">{t('acc.thisOne')}</Tag>}</p>
              <p className="muted num">{t('acc.sessionWhen', { at: formatDateTime(each.created_at), used: formatDateTime(each.last_used_at ?? each.created_at) })}{each.ip && ` · ${each.ip}`}</p>
            </div>
            {!each.present && <Button disabled={isBusy} aria-label={t('acc.endOf', { device: deviceOf(each.agent) || t('acc.unknownDevice') })} onClick={() => { end(() => endSession(each.id)) }}>{t('acc.end')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  )
}
