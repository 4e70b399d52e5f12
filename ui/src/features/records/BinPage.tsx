import { ArrowLeft, RotateCcw, Search } from 'lucide-react'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { asProblem } from '@/api/client'
import { countOf, queryRecords } from '@/api/records'
import type { ObjectMeta, Rec } from '@/api/types'
import { restoreAll } from '@/form/useRemove'
import { outdateLists } from '@/grid/lists'
import { useT, useWords } from '@/i18n'
import { formatDateTime, formatNumber } from '@/i18n/format'
import { isRef } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox, MissingBox, NoMatchBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import './records.css'
import './bin.css'

const PAGE = 50
const PAUSE_MS = 250

function useBin(object: ObjectMeta, text: string) {
  const body = { deleted: true, limit: PAGE, count: 'exact', sort: ['-updated_at'], ...(text ? { search: text } : {}) } as const
  return useInfiniteQuery({
    queryKey: ['bin', object.key, text],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => queryRecords(object.key, { ...body, sort: [...body.sort], ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData, // while one searches, what was found before stays
  })
}

/** The text, when the person has stopped typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => { setSettled(text.trim()) }, PAUSE_MS)
    return () => { clearTimeout(timer) }
  }, [text])
  return settled
}

interface RowProps { object: ObjectMeta; record: Rec; isPicked: boolean; onPick: () => void; onRestore: () => void }

function BinRow({ object, record, isPicked, onPick, onRestore }: RowProps) {
  const t = useT()
  const words = useWords()
  const at = record.deleted_at ?? record.updated_at
  const by = record.deleted_by ?? record.updated_by
  const name = record.title || words(object.label)
  return (
    <li className="bin-row">
      <label className="bin-pick"><input type="checkbox" className="check" checked={isPicked} aria-label={t('bin.pick', { name })} onChange={onPick} /></label>
      <div className="grow">
        <Go to={recordHref(object.key, record.id)} className="ellipsis bin-title">{name}</Go>
        <div className="muted bin-when">{typeof at === 'string' && t('bin.when', { at: formatDateTime(at), by: isRef(by) ? by.title : '' })}</div>
      </div>
      <Button onClick={onRestore}><RotateCcw size={16} aria-hidden="true" />{t('act.restore')}</Button>
    </li>
  )
}

/** Deleted records of an object, with the way back for one or for many. */
export function BinPage({ object, all }: { object: ObjectMeta; all?: (total: number, onDone: () => void) => ReactNode }) {
  const t = useT()
  const words = useWords()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const settled = useSettled(text)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const bin = useBin(object, settled)
  const plural = words(object.plural) || words(object.label)
  const items = bin.data?.pages.flatMap((page) => page.items) ?? []
  const total = bin.data?.pages[0] ? countOf(bin.data.pages[0]) : null
  const problem = bin.error ? asProblem(bin.error) : null
  const chosen = items.filter((record) => picked.has(record.id)).map((record) => record.id)
  const restore = async (ids: readonly string[]): Promise<void> => {
    const { done, problem: refused } = await restoreAll(object, ids)
    if (done.length > 0) toast(t('bin.restored', { count: done.length }))
    if (refused) toast(t('bin.partly', { count: ids.length - done.length, reason: refused.message || t('error.text') }), { bad: true })
    setPicked(new Set(ids.filter((id) => !done.includes(id))))
    outdateLists(object.key)
    await client.invalidateQueries({ queryKey: ['bin', object.key] })
  }
  const pick = (id: string): void => { setPicked(new Set(picked.has(id) ? [...picked].filter((each) => each !== id) : [...picked, id])) }
  const body = () => {
    if (problem?.status === 404) return <MissingBox back="/" backText={t('state.home')} />
    if (problem) return <ErrorBox problem={problem} onRetry={() => { void bin.refetch() }} />
    if (bin.isPending) return <ul className="bin appear">{[1, 2, 3].map((row) => <li key={row} className="bin-row"><Skeleton width="40%" /></li>)}</ul>
    if (items.length === 0 && settled) return <NoMatchBox text={t('bin.noMatch')} onClear={() => { setText('') }} />
    if (items.length === 0) return <EmptyBox title={t('bin.empty')} text={t('bin.emptyText')}><Go className="btn" to={`/o/${object.key}`}>{t('state.back', { object: plural })}</Go></EmptyBox>
    return (
      <>
        <ul className="bin">{items.map((record) => <BinRow key={record.id} object={object} record={record} isPicked={picked.has(record.id)} onPick={() => { pick(record.id) }} onRestore={() => { void restore([record.id]) }} />)}</ul>
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
      <div className="bin-bar">
        <label className="bin-pick"><input type="checkbox" className="check" aria-label={t('bin.pickAll')} disabled={items.length === 0} checked={items.length > 0 && chosen.length === items.length} onChange={() => { setPicked(chosen.length === items.length ? new Set() : new Set(items.map((record) => record.id))) }} /></label>
        <div className="input-box bin-search"><span className="lead"><Search size={16} aria-hidden="true" /></span><input className="input" type="search" aria-label={t('bin.search')} placeholder={t('bin.search')} value={text} onChange={(event) => { setText(event.target.value) }} /></div>
        {chosen.length > 0 && <Button look="primary" onClick={() => { void restore(chosen) }}><RotateCcw size={16} aria-hidden="true" />{t('bin.restoreMany', { n: formatNumber(chosen.length) })}</Button>}
      </div>
      <div className="list-body list-scroll">{body()}</div>
    </section>
  )
}
