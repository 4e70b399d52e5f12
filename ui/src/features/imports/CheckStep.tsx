import { CircleHelp, TriangleAlert } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { ChoicesCard } from './ChoicesCard'
import { Counts } from './Counts'
import { namesOf } from './Earlier'
import { Frame, Wrong } from './Frame'
import type { Import } from './imports'
import { sumOf, unsaidDoubts } from './plan'
import { Notices } from './Notices'
import { OUTDATED, useChange } from './useImport'

interface CheckProps { found: Import; objects: readonly ObjectMeta[]; mayModel: boolean; href: (step?: string) => string; go: (href: string) => void }

/** What will become of each row, before anything is written. */
export function CheckStep({ found, objects, mayModel, href, go }: CheckProps) {
  const t = useT()
  const { plan, run, problem, isBusy } = useChange(found.id)
  const sum = sumOf(found.sheets)
  const rows = found.progress.rows
  const unsaid = found.sheets.flatMap(unsaidDoubts)
  const begin = async (): Promise<void> => { if (await run()) go(href()) }
  const foot = (
    <>
      <span className="grow muted" role="status">{isBusy ? t('imp.planning') : ''}</span>
      <Go to={href('map')} className="btn">{t('imp.check.back')}</Go>
      <Button look="primary" disabled={isBusy || rows === 0} onClick={() => { void begin() }}>{t('imp.check.do', { count: rows, n: formatNumber(rows) })}</Button>
    </>
  )
  return (
    <Frame stage="check" of={namesOf(found.files, t)} links={{ upload: '/import', map: href('map') }} foot={foot}>
      <p className="imp-lead">{t('imp.check.lead')}</p>
      {problem?.code === OUTDATED ? <p className="note" role="alert"><TriangleAlert size={16} aria-hidden="true" /><span className="grow">{t('imp.check.outdated')}</span></p> : <Wrong problem={problem} />}
      <Counts isPlan sheets={found.sheets} objects={objects} />
      {unsaid.length > 0 && (
        <p className="note"><CircleHelp size={16} aria-hidden="true" /><span className="grow">{t('imp.check.ambiguous', { count: unsaid.length, columns: unsaid.join(t('imp.comma')) })}</span><Go to={href('map')} className="btn btn-small">{t('imp.check.look')}</Go></p>
      )}
      {sum.doubtful > 0 && (
        <p className="note"><CircleHelp size={16} aria-hidden="true" /><span className="grow">{t('imp.doubtful.wait', { count: sum.doubtful, n: formatNumber(sum.doubtful) })}</span><Go to={href('doubtful')} className="btn btn-small">{t('imp.doubtful.open')}</Go></p>
      )}
      {sum.refused > 0 && <p className="note"><TriangleAlert size={16} aria-hidden="true" /><span className="grow">{t('imp.refused.wait', { count: sum.refused, n: formatNumber(sum.refused) })}</span></p>}
      <ChoicesCard found={found} objects={objects} mayModel={mayModel} isBusy={isBusy} map={href('map')} onChoose={(choices) => plan({ choices })} />
      <Notices found={found} objects={objects} />
    </Frame>
  )
}
