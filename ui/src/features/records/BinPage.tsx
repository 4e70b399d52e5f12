import { ArrowLeft, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { asProblem, newKey } from '@/api/client'
import { countOf, queryRecords, restoreRecord } from '@/api/records'
import type { ObjectMeta, Rec } from '@/api/types'
import { outdateLists } from '@/grid/lists'
import { useT, useWords } from '@/i18n'
import { formatDateTime, formatNumber } from '@/i18n/format'
import { isRef } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox, MissingBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import './records.css'
import './bin.css'

const PAGE = 50

function useBin(object: ObjectMeta) {
  return useInfiniteQuery({
    queryKey: ['bin', object.key],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => queryRecords(object.key, { deleted: true, limit: PAGE, count: 'exact', ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

function useRestore(object: ObjectMeta) {
  const t = useT()
  const client = useQueryClient()
  return async (record: Rec): Promise<void> => {
    try {
      await restoreRecord(object.key, record.id, newKey())
      toast(t('bin.restored', { count: 1 }))
      outdateLists(object.key)
      await client.invalidateQueries({ queryKey: ['bin', object.key] })
    } catch (cause) {
      toast(asProblem(cause).message || t('error.text'), { bad: true })
    }
  }
}

function BinRow({ object, record, onRestore }: { object: ObjectMeta; record: Rec; onRestore: () => void }) {
  const t = useT()
  const words = useWords()
  const at = record.deleted_at ?? record.updated_at
  const by = record.deleted_by ?? record.updated_by
  return (
    <li className="bin-row">
      <div className="grow">
        <Go to={recordHref(object.key, record.id)} className="ellipsis bin-title">{record.title || words(object.label)}</Go>
        <div className="muted bin-when">{typeof at === 'string' && t('bin.when', { at: formatDateTime(at), by: isRef(by) ? by.title : '' })}</div>
      </div>
      <Button onClick={onRestore}><RotateCcw size={16} aria-hidden="true" />{t('act.restore')}</Button>
    </li>
  )
}

/** Deleted records of an object, with the way back. */
export function BinPage({ object, all }: { object: ObjectMeta; all?: (total: number, onDone: () => void) => ReactNode }) {
  const t = useT()
  const words = useWords()
  const bin = useBin(object)
  const restore = useRestore(object)
  const plural = words(object.plural) || words(object.label)
  const items = bin.data?.pages.flatMap((page) => page.items) ?? []
  const total = bin.data?.pages[0] ? countOf(bin.data.pages[0]) : null
  const problem = bin.error ? asProblem(bin.error) : null
  const body = () => {
    if (problem?.status === 404) return <MissingBox back="/" backText={t('state.home')} />
    if (problem) return <ErrorBox problem={problem} onRetry={() => { void bin.refetch() }} />
    if (bin.isPending) return <ul className="bin appear">{[1, 2, 3].map((row) => <li key={row} className="bin-row"><Skeleton width="40%" /></li>)}</ul>
    if (items.length === 0) return <EmptyBox title={t('bin.empty')} text={t('bin.emptyText')}><Go className="btn" to={`/o/${object.key}`}>{t('state.back', { object: plural })}</Go></EmptyBox>
    return (
      <>
        <ul className="bin">{items.map((record) => <BinRow key={record.id} object={object} record={record} onRestore={() => { void restore(record) }} />)}</ul>
        {bin.hasNextPage && <div className="bin-more"><Button disabled={bin.isFetchingNextPage} onClick={() => { void bin.fetchNextPage() }}>{t('act.older')}</Button></div>}
      </>
    )
  }
  return (
    <section className="list" aria-labelledby="bin-title">
      <header className="list-head">
        <Go to={`/o/${object.key}`} className="btn btn-plain btn-icon" aria-label={t('state.back', { object: plural })}><ArrowLeft size={18} /></Go>
        <h1 id="bin-title">{t('bin.of', { object: plural })}</h1>
        <span className="list-count num">{total !== null && t('list.count', { count: total, n: formatNumber(total) })}</span>
        <span className="grow" />
        {total !== null && total > 1 && all?.(total, () => { void bin.refetch() })}
      </header>
      <p className="bin-hint">{t('bin.hint')}</p>
      <div className="list-body list-scroll">{body()}</div>
    </section>
  )
}
