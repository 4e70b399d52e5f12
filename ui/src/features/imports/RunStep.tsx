import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { namesOf } from './Earlier'
import { Frame, Wrong } from './Frame'
import type { Import } from './imports'
import { useProgress } from './useImport'

/** It is being written, whether anybody looks or not. */
export function RunStep({ found }: { found: Import }) {
  const t = useT()
  const query = useProgress(found.id)
  const { done, rows, percent } = query.data ?? found.progress
  return (
    <Frame stage="run" of={namesOf(found.files, t)} links={{ upload: '/import' }}>
      <div className="imp-run">
        <p className="imp-percent num" aria-hidden="true">{percent}<small>%</small></p>
        <progress aria-label={t('imp.run.title')} {...(done > 0 ? { value: done, max: Math.max(rows, 1) } : {})} />
        <p role="status">{done > 0 ? t('imp.run.done', { n: formatNumber(done), total: formatNumber(rows) }) : t('imp.run.wait')}</p>
        <p className="muted">{t('imp.run.leave')}</p>
        {query.error && <Wrong problem={asProblem(query.error)} />}
      </div>
    </Frame>
  )
}
