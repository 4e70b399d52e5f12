import { Download } from 'lucide-react'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { Outcome } from './Outcome'
import { Recent } from './Recent'
import { ScheduleCard } from './ScheduleCard'
import { useExport } from './useExport'
import './exports.css'

/** Everything that the workspace holds, in one click, in formats that need no Kedang. */
export function ExportPage() {
  const t = useT()
  const [withHistory, setWithHistory] = useState(false)
  const { made, problem, isBusy, start, stop } = useExport()
  return (
    <section className="export export-page" aria-labelledby="export-title">
      <h1 id="export-title">{t('export.everything')}</h1>
      <p>{t('export.everythingText')}</p>
      <ul className="export-parts">
        {(['data', 'model', 'people', 'readme'] as const).map((part) => <li key={part}>{t(`export.part.${part}`)}</li>)}
      </ul>
      <label><input type="checkbox" className="check" checked={withHistory} disabled={isBusy} onChange={(event) => { setWithHistory(event.target.checked) }} /><span>{t('export.withHistory')}</span></label>
      <div><Button look="primary" disabled={isBusy} onClick={() => { start({ everything: true, with_history: withHistory }) }}><Download size={16} aria-hidden="true" />{t('export.everything')}</Button></div>
      <Outcome made={made} problem={problem} isBusy={isBusy} onStop={stop} />
      <Recent fits={(each) => each.object === null} not={made?.id} />
      <ScheduleCard />
    </section>
  )
}
