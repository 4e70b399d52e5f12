import { CalendarClock, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { Skeleton, Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { isOpen, sizeText, type Export } from './exports'
import { KeptFiles } from './KeptFiles'
import { ScheduleDialog } from './ScheduleDialog'
import { whenText, type Schedule } from './schedule'
import { useSchedule } from './useSchedule'

/** The whole workspace exports itself: when, what became of the last time, and the files that are kept. */
export function ScheduleCard() {
  const t = useT()
  const query = useSchedule()
  const [isEdited, setEdited] = useState(false)
  const found = query.data
  const isOn = found !== undefined && found.every !== 'off'
  return (
    <section className="card periodic" aria-labelledby="periodic-title">
      <header>
        <CalendarClock size={18} aria-hidden="true" />
        <h2 id="periodic-title">{t('export.periodic')}</h2>
        {found && <Tag color={isOn ? 'green' : null}>{isOn ? t('export.periodic.on') : t('export.periodic.off')}</Tag>}
        <span className="grow" />
        {found && <Button onClick={() => { setEdited(true) }}>{isOn ? t('export.periodic.edit') : t('export.periodic.begin')}</Button>}
      </header>
      {!found && query.error && (
        <p className="note note-bad" role="alert">
          <CircleAlert size={16} aria-hidden="true" /><span className="grow">{asProblem(query.error).message || t('error.offline')}</span>
          <Button small onClick={() => { void query.refetch() }}>{t('act.retry')}</Button>
        </p>
      )}
      {!found && !query.error && <div className="col appear"><Skeleton width="60%" /><Skeleton width="40%" /></div>}
      {found && <State found={found} />}
      {found && <KeptFiles kept={found.kept} canTake={found.can_take} isOn={isOn} />}
      {found && isEdited && <ScheduleDialog found={found} onClose={() => { setEdited(false) }} />}
    </section>
  )
}

function State({ found }: { found: Schedule }) {
  const t = useT()
  if (found.every === 'off') return <p className="muted">{t('export.periodic.offText')}</p>
  return (
    <>
      <dl className="num">
        <div><dt>{t('export.periodic.when')}</dt><dd>{whenText(t, found)} · {t('export.periodic.keeps', { count: found.keep })}{found.with_history && ` · ${t('export.withHistory')}`}</dd></div>
        {found.next_at && <div><dt>{t('export.periodic.next')}</dt><dd>{formatDateTime(found.next_at)} <span className="muted">({found.zone})</span></dd></div>}
        {found.last && <div><dt>{t('export.periodic.last')}</dt><dd><Last last={found.last} /></dd></div>}
      </dl>
      {found.last?.error && <p className="note note-bad" role="alert"><CircleAlert size={16} aria-hidden="true" /><span className="grow">{found.last.error}</span></p>}
    </>
  )
}

function Last({ last }: { last: Export }) {
  const t = useT()
  const at = formatDateTime(last.at)
  if (isOpen(last)) return <span role="status">{t('export.periodic.running', { at })}</span>
  if (last.state === 'failed') return <span className="periodic-bad">{t('export.periodic.failed', { at })}</span>
  return <>{t('export.periodic.made', { at, size: sizeText(last.bytes ?? 0) })}</>
}
