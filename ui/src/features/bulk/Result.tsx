import { Download, Undo2 } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { recordHref } from '@/meta/view'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { doneOf, isOpen, loadRows, mayUndo, outcomeText, refusedHref, type Bulk } from './bulks'

/** How far it is, with the way to stop it. */
export function Progress({ bulk, onStop }: { bulk: Bulk; onStop: (() => void) | null }) {
  const t = useT()
  const total = bulk.state === 'undoing' ? bulk.changed : bulk.total
  const what = bulk.state === 'undoing' ? 'undo' : bulk.state === 'cancelling' ? 'cancel' : bulk.action
  return (
    <div className="bulk-run" role="status">
      <span className="grow">{t(`bulk.running.${what}`)}</span>
      <span className="num">{t('bulk.progress', { done: formatNumber(doneOf(bulk)), total: formatNumber(total) })}</span>
      <progress aria-label={t(`bulk.running.${what}`)} value={doneOf(bulk)} max={Math.max(1, total)} />
      {onStop && bulk.state !== 'undoing' && <Button small disabled={bulk.state === 'cancelling'} onClick={onStop}>{t('bulk.stop')}</Button>}
    </div>
  )
}

/** Records that were not changed, or that the undo left, each with the reason. */
function Rows({ bulk, which }: { bulk: Bulk; which: 'refused' | 'kept' }) {
  const t = useT()
  const { data } = useQuery({ queryKey: ['bulk-rows', bulk.id, which], queryFn: () => loadRows(bulk.id, which) })
  return (
    <div className="bulk-rows">
      <h3>{t(`bulk.${which}`)}</h3>
      <ul>
        {data ? data.items.map((row) => (
          <li key={row.id}>
            {row.title === null ? <span className="muted">{t('bulk.refused.noTitle')}</span> : <Go to={recordHref(bulk.object, row.id)} className="ellipsis">{row.title}</Go>}
            <span className="bulk-why">{row.reason}</span>
          </li>
        )) : <li><Skeleton width="70%" /></li>}
      </ul>
      {data?.next && <p className="field-help">{t('bulk.refused.more')}</p>}
      {which === 'refused' && <div><a className="btn" href={refusedHref(bulk.id)} download="refused.csv"><Download size={16} aria-hidden="true" />{t('bulk.refused.file')}</a></div>}
    </div>
  )
}

/** What became of a change of many. */
export function Result({ bulk, object, onUndo, onStop }: { bulk: Bulk; object: ObjectMeta | undefined; onUndo: () => void; onStop: (() => void) | null }) {
  const t = useT()
  const words = useWords()
  if (isOpen(bulk)) return <Progress bulk={bulk} onStop={onStop} />
  return (
    <div className="bulk-done">
      <p role="status">{outcomeText(bulk, object ? words(object.label) : bulk.object, t)}</p>
      {mayUndo(bulk) && <div><Button onClick={onUndo}><Undo2 size={16} aria-hidden="true" />{t('act.undo')}</Button></div>}
      {bulk.refused > 0 && bulk.state !== 'undone' && <Rows bulk={bulk} which="refused" />}
      {bulk.kept > 0 && bulk.state === 'undone' && <Rows bulk={bulk} which="kept" />}
    </div>
  )
}
