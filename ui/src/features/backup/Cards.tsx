import { CalendarClock, CircleAlert, CircleCheck, FolderOpen, LifeBuoy, ShieldCheck } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useT } from '@/i18n'
import { formatDateTime, formatNumber, formatZoned } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { sizeText } from '@/ui/size'
import { isOpen, newestOf, whenText, type Backup, type Place, type Plan, type Run } from './backups'
import { PlanDialog } from './PlanDialog'

function Card({ id, icon, title, act, children }: { id: string; icon: ReactNode; title: string; act?: ReactNode; children: ReactNode }) {
  return (
    <section className="card bk-card" aria-labelledby={id}>
      <header>{icon}<h2 id={id}>{title}</h2><span className="grow" />{act}</header>
      {children}
    </section>
  )
}

/** How far a run is, or why it failed. */
export function RunState({ run, failed }: { run: Run | null | undefined; failed: string }) {
  const t = useT()
  if (!run) return null
  if (run.state === 'failed') {
    return <p className="note note-bad" role="alert"><CircleAlert size={16} aria-hidden="true" /><span className="grow">{t(failed === 'test' ? 'backup.testFailed' : 'backup.failed', { at: formatDateTime(run.at) })}{run.error && <> {run.error}</>}</span></p>
  }
  if (!isOpen(run)) return null
  const text = run.state === 'waiting' ? t('backup.waiting') : t(run.what === 'test' ? 'backup.testing' : 'backup.running')
  const hasTotal = run.state === 'running' && run.total > 0
  return (
    <div className="bk-run" role="status">
      <progress aria-label={text} {...(hasTotal ? { value: run.done, max: run.total } : {})} />
      <span>{text}{hasTotal && <span className="num"> {Math.floor((run.done / run.total) * 100)}%</span>}</span>
    </div>
  )
}

export function PlanCard({ plan, run }: { plan: Plan; run: Run | null | undefined }) {
  const t = useT()
  const [isEdited, setEdited] = useState(false)
  return (
    <Card id="bk-plan" icon={<CalendarClock size={18} aria-hidden="true" />} title={t('backup.plan')} act={<Button onClick={() => { setEdited(true) }}>{t('backup.edit')}</Button>}>
      <dl className="bk-facts num">
        <div><dt>{t('backup.when')}</dt><dd>{whenText(t, plan)} <span className="muted">({plan.zone})</span></dd></div>
        <div><dt>{t('backup.keeps')}</dt><dd>{t('backup.keepsText', { count: plan.keep })}</dd></div>
        {plan.next_at && <div><dt>{t('backup.next')}</dt><dd><span title={formatZoned(plan.next_at)}>{formatDateTime(plan.next_at)}</span>{plan.is_late && <span className="bk-bad"> {t('backup.late')}</span>}</dd></div>}
      </dl>
      <RunState run={run} failed="backup" />
      {isEdited && <PlanDialog found={plan} onClose={() => { setEdited(false) }} />}
    </Card>
  )
}

export function PlacesCard({ places }: { places: readonly Place[] }) {
  const t = useT()
  return (
    <Card id="bk-places" icon={<FolderOpen size={18} aria-hidden="true" />} title={t('backup.places')}>
      <ul className="bk-places">
        {places.map((place) => (
          <li key={place.folder}>
            <div className="bk-place"><span className="bk-path">{place.folder}</span>{place.free !== null && place.size !== null && <span className="muted num">{t('backup.free', { free: sizeText(place.free), size: sizeText(place.size) })}</span>}</div>
            {place.is_copy && <span className="field-help">{t('backup.second')}</span>}
            {place.problem && <p className="note note-bad" role="alert"><CircleAlert size={16} aria-hidden="true" /><span className="grow">{place.problem}</span></p>}
          </li>
        ))}
      </ul>
      {!places.some((place) => place.is_copy) && <p className="field-help">{t('backup.noSecond')}</p>}
    </Card>
  )
}

export function TestCard({ run, items, onTest, isBusy }: { run: Run | null | undefined; items: readonly Backup[]; onTest: () => void; isBusy: boolean }) {
  const t = useT()
  const verified = items.find((one) => one.verified_at !== null)
  const report = run?.state === 'done' ? run.report : null
  return (
    <Card
      id="bk-test" icon={<ShieldCheck size={18} aria-hidden="true" />} title={t('backup.test')}
      act={<Button disabled={isBusy || isOpen(run) || !newestOf(items)} onClick={onTest}>{t('backup.testNow')}</Button>}
    >
      <p className="field-help">{t('backup.testText')}</p>
      <RunState run={run} failed="test" />
      {report && run && (
        <div className="bk-good">
          <CircleCheck size={16} aria-hidden="true" />
          <div>
            <p>{t('backup.tested', { at: formatDateTime(run.ended_at ?? run.at) })}</p>
            <p className="field-help num">{t('backup.report', { workspaces: formatNumber(report.workspaces), tables: formatNumber(report.tables), rows: formatNumber(report.rows), files: formatNumber(report.files), seconds: formatNumber(String(report.rto_seconds), 1) })}</p>
          </div>
        </div>
      )}
      {!run && <p className="muted">{verified?.verified_at ? t('backup.verifiedAt', { at: formatDateTime(verified.verified_at) }) : t('backup.untested')}</p>}
    </Card>
  )
}

export function RestoreCard({ items }: { items: readonly Backup[] }) {
  const t = useT()
  const newest = newestOf(items)
  return (
    <Card id="bk-restore" icon={<LifeBuoy size={18} aria-hidden="true" />} title={t('backup.restore')}>
      <ol className="bk-steps"><li>{t('backup.restore1')}</li><li>{t('backup.restore2')}</li><li>{t('backup.restore3')}</li></ol>
      {newest && <CopyField label={t('backup.command')} text={`KEDANG_DATA_DIR=/srv/kedang-new kedang restore ${newest.folder}`} />}
      <p className="field-help">{t('backup.restoreText')}</p>
    </Card>
  )
}
