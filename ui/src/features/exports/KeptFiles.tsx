import { Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { Button, IconButton } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { usePhone } from '@/ui/phone'
import { fileHref, sizeText, type Export } from './exports'
import { useDropKept } from './useSchedule'

/** The files that the schedule has made and that are still there. */
export function KeptFiles({ kept, canTake, isOn }: { kept: readonly Export[]; canTake: boolean; isOn: boolean }) {
  const t = useT()
  const [dropped, setDropped] = useState<Export | null>(null)
  if (kept.length === 0) return isOn ? <p className="muted">{t('export.periodic.none')}</p> : null
  return (
    <div className="export-recent">
      <h3>{t('export.periodic.kept', { count: kept.length })}</h3>
      {!canTake && <p className="field-help">{t('export.periodic.notYours')}</p>}
      <ul className="num">
        {kept.map((made) => {
          const at = formatDateTime(made.at)
          return (
            <li key={made.id}>
              <span className="grow">{at}</span>
              <span className="export-size">{sizeText(made.bytes ?? 0)}</span>
              {canTake && <a className="btn btn-plain btn-icon" href={fileHref(made.id)} download={made.name} aria-label={t('export.periodic.take', { at })} title={t('export.periodic.take', { at })}><Download size={16} /></a>}
              <IconButton label={t('export.drop', { name: at })} onClick={() => { setDropped(made) }}><Trash2 size={16} /></IconButton>
            </li>
          )
        })}
      </ul>
      {dropped && <DropDialog made={dropped} onClose={() => { setDropped(null) }} />}
    </div>
  )
}

function DropDialog({ made, onClose }: { made: Export; onClose: () => void }) {
  const t = useT()
  const isPhone = usePhone()
  const { drop, problem } = useDropKept(onClose)
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t('export.periodic.drop')} onClose={onClose}
      foot={<><span className="grow" /><Button data-autofocus onClick={onClose}>{t('act.cancel')}</Button><Button look="danger" onClick={() => { drop(made) }}>{t('act.delete')}</Button></>}
    >
      <p>{t('export.periodic.dropText', { at: formatDateTime(made.at) })}</p>
      {problem && <p className="note note-bad" role="alert">{problem.message || t('error.offline')}</p>}
    </Dialog>
  )
}
