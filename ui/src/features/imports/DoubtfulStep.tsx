import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { asProblem, newKey, type Problem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { forgetLists } from '@/grid/lists'
import { Kbd, Skeleton } from '@/ui/bits'
import { Button, IconButton } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { hasCommand } from '@/ui/keys'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { Compare } from './Compare'
import { namesOf } from './Earlier'
import { Frame, Wrong } from './Frame'
import { decide, loadDoubtful, type Candidate, type Decision, type Doubtful, type Import, type Offer } from './imports'
import { useNames } from './names'
import { sumOf } from './plan'

interface DoubtfulProps { found: Import; objects: readonly ObjectMeta[]; href: (step?: string) => string }

/** Rows that may be the same as something: a person says of each what it is. */
export function DoubtfulStep({ found, objects, href }: DoubtfulProps) {
  const t = useT()
  const key = ['import', found.id, 'doubtful']
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => loadDoubtful(found.id, signal), staleTime: 0 })
  const queries = useQueryClient()
  const [at, setAt] = useState(0)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const items = query.data?.items ?? []
  const item = items[Math.min(at, items.length - 1)]
  const back = href(found.state === 'planned' ? 'check' : undefined)
  const say = async (decision: Decision): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await decide(found.id, decision, newKey())
      if (found.state === 'done') forgetLists()
    } catch (cause) {
      setProblem(asProblem(cause))
    }
    await Promise.all([query.refetch(), queries.invalidateQueries({ queryKey: ['import', found.id], exact: true })])
    setBusy(false)
  }
  const body = () => {
    if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (!query.data) return <div className="col appear"><Skeleton width="60%" /><Skeleton width="60%" /></div>
    if (!item) return <EmptyBox title={t('imp.doubtful.none')}><Go to={back} className="btn btn-primary">{t(found.state === 'planned' ? 'imp.doubtful.back' : 'imp.doubtful.toResult')}</Go></EmptyBox>
    return (
      <Pair
        key={`${item.place} ${item.row}`} item={item} objects={objects} offers={found.proposals.fields} isBusy={isBusy} at={Math.min(at, items.length - 1)} count={items.length} total={sumOf(found.sheets).doubtful}
        onMove={(step) => { setAt(Math.max(0, Math.min(items.length - 1, Math.min(at, items.length - 1) + step))) }} onSay={(decision) => { void say(decision) }}
      />
    )
  }
  return (
    <Frame stage={found.state === 'planned' ? 'check' : 'result'} of={namesOf(found.files, t)} links={found.state === 'planned' ? { upload: '/import', map: href('map') } : { upload: '/import' }} foot={item && <><span className="grow" /><Go to={back} className="btn">{t(found.state === 'planned' ? 'imp.doubtful.back' : 'imp.doubtful.toResult')}</Go></>}>
      {item && <p className="imp-lead">{t(found.state === 'planned' ? 'imp.doubtful.lead' : 'imp.doubtful.leadDone')}</p>}
      <Wrong problem={problem} />
      {body()}
    </Frame>
  )
}

interface PairProps { item: Doubtful; objects: readonly ObjectMeta[]; offers: readonly Offer[]; isBusy: boolean; at: number; count: number; total: number; onMove: (step: number) => void; onSay: (decision: Decision) => void }

const targetOf = (candidate: Candidate): Partial<Decision> => (candidate.row ? { into: candidate.row.row, into_place: candidate.row.place } : candidate.record ? { record: candidate.record.id } : {})

function Pair({ item, objects, offers, isBusy, at, count, total, onMove, onSay }: PairProps) {
  const t = useT()
  const { objectName } = useNames(objects)
  const panel = useRef<HTMLElement>(null)
  useEffect(() => { panel.current?.focus({ preventScroll: true }) }, [])
  const of = { place: item.place, row: item.row }
  const merge = (candidate: Candidate): void => { onSay({ ...of, decision: 'merge', ...targetOf(candidate) }) }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isBusy || hasCommand(event) || event.altKey) return
    const candidate = item.candidates[Number(event.key) - 1]
    if (candidate) merge(candidate)
    else if (event.key === 'n') onSay({ ...of, decision: 'create' })
    else if (event.key === 's') onSay({ ...of, decision: 'skip' })
    else if (event.key === 'j') onMove(1)
    else if (event.key === 'k') onMove(-1)
    else return
    event.preventDefault()
  }
  return (
    <section ref={panel} className="imp-pair" tabIndex={-1} aria-labelledby="imp-pair" aria-busy={isBusy} onKeyDown={onKeyDown}>
      <header className="row">
        <h2 id="imp-pair" className="grow">{t('imp.doubtful.row', { sheet: item.sheet, n: item.row, object: objectName(item.object) })}</h2>
        <span className="muted num">{t('imp.doubtful.at', { at: at + 1, count: formatNumber(total) })}</span>
        <IconButton label={t('imp.doubtful.previous')} disabled={at === 0} onClick={() => { onMove(-1) }}><ChevronLeft size={18} /></IconButton>
        <IconButton label={t('imp.doubtful.next')} disabled={at >= count - 1} onClick={() => { onMove(1) }}><ChevronRight size={18} /></IconButton>
      </header>
      <div className="imp-say">
        <Button disabled={isBusy} onClick={() => { onSay({ ...of, decision: 'create' }) }}>{t('imp.doubtful.create')} <Kbd>N</Kbd></Button>
        <Button disabled={isBusy} onClick={() => { onSay({ ...of, decision: 'skip' }) }}>{t('imp.doubtful.skip')} <Kbd>S</Kbd></Button>
        <span className="muted imp-keys">{t('imp.doubtful.keys')}</span>
      </div>
      <Compare item={item} objects={objects} offers={offers} isBusy={isBusy} onMerge={merge} />
    </section>
  )
}
