import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { ErrorBox, MissingBox } from '@/ui/States'
import { CheckStep } from './CheckStep'
import { DoubtfulStep } from './DoubtfulStep'
import { MappingStep } from './MappingStep'
import { stepOf } from './plan'
import { ResultStep } from './ResultStep'
import { RunStep } from './RunStep'
import { useImport } from './useImport'

export interface ImportPageProps {
  id: string
  /** What the address says. */
  step: string | undefined
  objects: readonly ObjectMeta[]
  /** Whether the person may add fields. */
  mayModel: boolean
  go: (href: string) => void
}

/** One import, at the step where it is: the address holds its id, so that a closed tab loses nothing. */
export function ImportPage({ id, step, objects, mayModel, go }: ImportPageProps) {
  const t = useT()
  const query = useImport(id)
  const found = query.data
  if (query.error && !found) {
    const problem = asProblem(query.error)
    return problem.status === 404 ? <MissingBox back="/import" backText={t('imp.backToAll')} /> : <ErrorBox problem={problem} onRetry={() => { void query.refetch() }} />
  }
  if (!found) return <div className="col imp-body appear"><Skeleton width="40%" /><Skeleton width="70%" /><Skeleton width="60%" /></div>
  const href = (to?: string): string => `/import/${id}${to ? `?step=${to}` : ''}`
  switch (stepOf(found.state, step)) {
    case 'map': return <MappingStep found={found} objects={objects} mayModel={mayModel} href={href} go={go} />
    case 'check': return <CheckStep found={found} objects={objects} mayModel={mayModel} href={href} go={go} />
    case 'doubtful': return <DoubtfulStep found={found} objects={objects} href={href} />
    case 'run': return <RunStep found={found} />
    case 'result': return <ResultStep found={found} objects={objects} href={href} />
  }
}
