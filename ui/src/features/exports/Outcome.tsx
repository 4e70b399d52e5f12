import { CircleAlert, CircleCheck, Download } from 'lucide-react'
import type { Problem } from '@/api/client'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { fileHref, sizeText, type Export } from './exports'

interface OutcomeProps { made: Export | null; problem: Problem | null; isBusy: boolean; onStop: () => void }

/** How far it is, what became of it, or why it did not. */
export function Outcome({ made, problem, isBusy, onStop }: OutcomeProps) {
  const t = useT()
  if (problem || made?.state === 'failed') {
    return <p className="note note-bad" role="alert"><CircleAlert size={16} aria-hidden="true" /><span className="grow">{made?.error ?? (problem?.message || t('error.offline'))}</span></p>
  }
  if (isBusy) return <Running made={made} onStop={onStop} />
  if (!made) return null
  return (
    <div className="export-done" role="status">
      <p><CircleCheck size={16} aria-hidden="true" /><span className="grow">{t('export.done', { n: formatNumber(made.rows) })}</span></p>
      {made.left_out > 0 && <p className="field-help">{t('export.leftOut', { n: formatNumber(made.left_out) })}</p>}
      {made.cut > 0 && <p className="field-help">{t('export.cut', { n: formatNumber(made.cut) })}</p>}
      <a className="btn" href={fileHref(made.id)} download={made.name}><Download size={16} aria-hidden="true" /><span className="export-name">{made.name}</span>{made.bytes !== null && <span className="export-size">{sizeText(made.bytes)}</span>}</a>
    </div>
  )
}

function Running({ made, onStop }: { made: Export | null; onStop: () => void }) {
  const t = useT()
  const total = made?.total ?? 0
  const rows = made?.rows ?? 0
  const text = made?.state !== 'running' ? t('export.waiting') : total > 0 ? t('export.progress', { n: formatNumber(rows), total: formatNumber(total) }) : t('export.rows', { n: formatNumber(rows) })
  return (
    <div className="export-run" role="status">
      <progress aria-label={t('export.title')} {...(made?.state === 'running' && total > 0 ? { value: rows, max: total } : {})} />
      <span className="grow">{text}</span>
      {made && <Button small onClick={onStop}>{t('export.stop')}</Button>}
    </div>
  )
}
