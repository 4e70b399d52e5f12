import { CircleAlert, DatabaseBackup } from 'lucide-react'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { formatDateTime, formatNumber, formatZoned } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Skeleton, Tag } from '@/ui/bits'
import { sizeText } from '@/ui/size'
import { ErrorBox } from '@/ui/States'
import { isOpen, type Backup } from './backups'
import { PlacesCard, PlanCard, RestoreCard, TestCard } from './Cards'
import { useAsk, useBackups } from './useBackups'
import './backup.css'

/** Everything about backups: when, where, what there is, whether it can be restored, and how. */
export function BackupsPage() {
  const t = useT()
  const { page, runs } = useBackups()
  const { ask, isBusy } = useAsk()
  const found = page.data
  const body = () => {
    if (!found && page.error) return <ErrorBox problem={asProblem(page.error)} onRetry={() => { void page.refetch() }} />
    if (!found) return <div className="col appear"><Skeleton width="100%" height={132} /><Skeleton width="100%" height={96} /><Skeleton width="60%" /></div>
    return (
      <>
        <PlanCard plan={found.plan} run={runs?.backup} />
        <PlacesCard places={found.places} />
        <TestCard run={runs?.test} items={found.items} isBusy={isBusy} onTest={() => { ask('test') }} />
        <List items={found.items} />
        <RestoreCard items={found.items} />
      </>
    )
  }
  return (
    <section className="bk-page" aria-labelledby="backup-title">
      <header className="list-head">
        <h1 id="backup-title">{t('backup.title')}</h1>
        <span className="grow" />
        {found && <Button look="primary" disabled={isBusy || isOpen(runs?.backup)} onClick={() => { ask('backup') }}><DatabaseBackup size={16} aria-hidden="true" />{t('backup.now')}</Button>}
      </header>
      {body()}
    </section>
  )
}

function List({ items }: { items: readonly Backup[] }) {
  const t = useT()
  return (
    <section className="card bk-card" aria-labelledby="bk-list">
      <header><h2 id="bk-list">{t('backup.list')}</h2>{items.length > 0 && <span className="muted num">{formatNumber(items.length)}</span>}</header>
      {items.length === 0 && <p className="muted">{t('backup.none')}</p>}
      {items.length > 0 && <ul className="bk-list">{items.map((one) => <Line key={one.name} one={one} />)}</ul>}
    </section>
  )
}

function Line({ one }: { one: Backup }) {
  const t = useT()
  return (
    <li>
      <div className="bk-line">
        <b className="num" title={one.at ? formatZoned(one.at) : undefined}>{one.at ? formatDateTime(one.at) : one.name}</b>
        <span className="bk-tags">
          {one.kind && <Tag>{t(`backup.kind.${one.kind}`)}</Tag>}
          {one.problem === null && (one.verified_at ? <Tag color="green" title={t('backup.verifiedAt', { at: formatDateTime(one.verified_at) })}>{t('backup.verified')}</Tag> : <Tag color="amber">{t('backup.unverified')}</Tag>)}
          {one.problem !== null && <Tag color="red">{t('backup.bad')}</Tag>}
          {one.has_copy && <Tag color="blue">{t('backup.copied')}</Tag>}
        </span>
        <span className="grow" />
        {one.bytes !== null && <span className="num bk-size">{sizeText(one.bytes)}</span>}
      </div>
      {one.rows !== null && <p className="field-help num">{t('backup.holds', { workspaces: formatNumber(one.workspaces ?? 0), rows: formatNumber(one.rows), files: formatNumber(one.files ?? 0) })}</p>}
      {one.problem !== null && <p className="bk-bad"><CircleAlert size={14} aria-hidden="true" /><span>{one.problem}</span></p>}
    </li>
  )
}
