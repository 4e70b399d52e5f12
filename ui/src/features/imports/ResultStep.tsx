import { CircleAlert, CircleCheck, CircleHelp, Download, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Go } from '@/ui/Go'
import { usePhone } from '@/ui/phone'
import { Counts } from './Counts'
import { namesOf } from './Earlier'
import { Frame, Wrong } from './Frame'
import { PERSON, refusedHref, type Import } from './imports'
import { useNames } from './names'
import { Notices } from './Notices'
import { madeBy, sumOf } from './plan'
import { UndoneCard } from './UndoneCard'
import { useChange } from './useImport'

interface ResultProps { found: Import; objects: readonly ObjectMeta[]; href: (step?: string) => string }

/** What the import has done, the way to what it made, and the way back. */
export function ResultStep({ found, objects, href }: ResultProps) {
  const t = useT()
  const [isAsking, setAsking] = useState(false)
  const { run, undo, problem, isBusy } = useChange(found.id)
  const sum = sumOf(found.sheets)
  const takeBack = async (): Promise<void> => { setAsking(false); await undo() }
  const isDone = found.state === 'done'
  const foot = (
    <>
      <span className="grow muted" role="status">{isBusy ? t('imp.busy') : ''}</span>
      {found.batch && found.state !== 'undone' && <Button look="danger" disabled={isBusy} onClick={() => { setAsking(true) }}><Undo2 size={16} aria-hidden="true" />{t('imp.undo.ask')}</Button>}
      {found.state === 'failed' && <Button look="primary" disabled={isBusy} onClick={() => { void run() }}>{t('imp.result.again')}</Button>}
      {found.state !== 'failed' && <Go to="/import" className={`btn ${found.state === 'undone' ? 'btn-primary' : ''}`}>{t('imp.result.another')}</Go>}
    </>
  )
  return (
    <Frame stage="result" of={namesOf(found.files, t)} links={{ upload: '/import' }} foot={foot}>
      <Head found={found} />
      <Wrong problem={problem} />
      {found.taken_back && <UndoneCard back={found.taken_back} objects={objects} />}
      {found.state !== 'undone' && <MadeCards found={found} objects={objects} isDone={isDone} />}
      {sum.doubtful > 0 && isDone && (
        <p className="note"><CircleHelp size={16} aria-hidden="true" /><span className="grow">{t('imp.doubtful.left', { count: sum.doubtful, n: formatNumber(sum.doubtful) })}</span><Go to={href('doubtful')} className="btn btn-small">{t('imp.doubtful.open')}</Go></p>
      )}
      {sum.refused > 0 && found.state !== 'undone' && (
        <p className="note"><CircleAlert size={16} aria-hidden="true" /><span className="grow">{t('imp.refused.take', { count: sum.refused, n: formatNumber(sum.refused) })}</span>
          <a className="btn btn-small" href={refusedHref(found.id)} download="refused.xlsx"><Download size={14} aria-hidden="true" />{t('imp.refused.file')}</a></p>
      )}
      {found.state !== 'undone' && <><Counts sheets={found.sheets} objects={objects} /><Notices found={found} objects={objects} /></>}
      {isAsking && <UndoDialog found={found} onClose={() => { setAsking(false) }} onUndo={() => { void takeBack() }} />}
    </Frame>
  )
}

function Head({ found }: { found: Import }) {
  const t = useT()
  if (found.state === 'failed') return <div className="imp-outcome" data-is="failed" role="alert"><CircleAlert size={28} aria-hidden="true" /><div><h2>{t('imp.result.failed')}</h2><p>{found.error ?? t('error.text')}</p><p className="muted">{t('imp.result.failedText', { n: formatNumber(found.progress.done), total: formatNumber(found.progress.rows) })}</p></div></div>
  if (found.state === 'undone') return <div className="imp-outcome" data-is="undone" role="status"><Undo2 size={28} aria-hidden="true" /><div><h2>{t('imp.result.undone')}</h2><p className="muted">{t('imp.result.undoneText')}</p></div></div>
  return <div className="imp-outcome" data-is="done" role="status"><CircleCheck size={28} aria-hidden="true" /><div><h2>{t('imp.result.done')}</h2><p className="muted">{t('imp.result.doneText')}</p></div></div>
}

/** A number for each object, and the way to its list. */
function MadeCards({ found, objects, isDone }: { found: Import; objects: readonly ObjectMeta[]; isDone: boolean }) {
  const t = useT()
  const { objectName } = useNames(objects)
  return (
    <ul className="imp-made">
      {madeBy(found.sheets).map((made) => {
        const object = objects.find((each) => each.key === made.object)
        const body = (
          <>
            <span className="imp-made-name">{object && <ObjectIcon name={object.icon} />}{objectName(made.object)}</span>
            <b className="num">{formatNumber(made.new)}</b>
            <span className="muted">{t(isDone ? 'imp.made.new' : 'imp.made.planned')}{made.updated > 0 && <> · {t('imp.made.updated', { n: formatNumber(made.updated) })}</>}</span>
          </>
        )
        return <li key={made.object} data-object={made.object} data-new={made.new}>{object && made.object !== PERSON ? <Go to={`/o/${object.key}`} className="card">{body}</Go> : <div className="card">{body}</div>}</li>
      })}
    </ul>
  )
}

function UndoDialog({ found, onClose, onUndo }: { found: Import; onClose: () => void; onUndo: () => void }) {
  const t = useT()
  const isPhone = usePhone()
  const made = madeBy(found.sheets).reduce((sum, each) => sum + each.new, 0)
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t('imp.undo.title')} onClose={onClose}
      foot={<><span className="grow" /><Button data-autofocus onClick={onClose}>{t('act.cancel')}</Button><Button look="danger" onClick={onUndo}>{t('imp.undo.do')}</Button></>}
    >
      <p>{t('imp.undo.text', { count: made, n: formatNumber(made) })}</p>
    </Dialog>
  )
}
