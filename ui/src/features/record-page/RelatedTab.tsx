import { Plus } from 'lucide-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { asProblem } from '@/api/client'
import { countOf, queryRecords, type QueryBody } from '@/api/records'
import type { Rec } from '@/api/types'
import { FieldValue } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { outdateLists } from '@/grid/lists'
import { can } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { pointsTo, relatedColumns, type Relation } from './related'

const RecordForm = lazy(() => import('@/form/RecordForm').then((module) => ({ default: module.RecordForm })))

export type { Relation } from './related'
const PAGE = 20

/** How many records point here; the tab shows the true number. */
export function useRelatedCount(relation: Relation, id: string): number | null {
  const body: QueryBody = { fields: ['title'], where: pointsTo(relation, id), limit: 1, count: 'exact' }
  const query = useQuery({ queryKey: ['related', relation.object.key, relation.field.key, id, 'count'], queryFn: ({ signal }) => queryRecords(relation.object.key, body, signal) })
  return query.data ? countOf(query.data) : null
}

function Rows({ relation, items }: { relation: Relation; items: Rec[] }) {
  const speech = useSpeech()
  const columns = relatedColumns(relation)
  const { object } = relation
  return (
    <div className="rel-scroll" tabIndex={0} role="region" aria-label={speech.words(object.plural) || speech.words(object.label)}>
      <table className="rel">
        <thead><tr>{columns.map((field) => <th key={field.key} scope="col" className={kindOf(field).align === 'right' ? 'rel-right' : undefined}>{speech.words(field.label)}</th>)}</tr></thead>
        <tbody>
          {items.map((record) => (
            <tr key={record.id}>
              {columns.map((field, index) => (
                <td key={field.key} className={kindOf(field).align === 'right' ? 'rel-right' : undefined}>
                  {index === 0 ? <Go to={recordHref(object.key, record.id)}>{record.title || speech.t('record.untitled')}</Go> : <FieldValue field={field} record={record} speech={speech} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The records of another object that point to this one, with a form for one more. */
export function RelatedTab({ relation, record }: { relation: Relation; record: Rec }) {
  const { t, words } = useSpeech()
  const client = useQueryClient()
  const { object, field } = relation
  const [isCreating, setCreating] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['related', object.key, field.key, record.id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => queryRecords(object.key, { where: pointsTo(relation, record.id), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const plural = words(object.plural) || words(object.label)
  const back = { id: record.id, title: record.title }
  const preset = { [field.key]: field.kind === 'relations' ? { items: [back], more: false } : back }
  const add = can(object, 'create') && field.level === 'edit'
    ? <Button onClick={() => { setCreating(true) }}><Plus size={16} aria-hidden="true" />{t('form.create', { object: words(object.label) })}</Button> : null
  const body = () => {
    if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (query.isPending) return <div className="col rel-wait appear"><Skeleton /><Skeleton /><Skeleton /></div>
    if (items.length === 0) return <EmptyBox title={t('state.empty', { object: plural })}>{add}</EmptyBox>
    return (
      <>
        <div className="rel-head">{add}</div>
        <Rows relation={relation} items={items} />
        {query.hasNextPage && <div className="rel-more"><Button disabled={query.isFetchingNextPage} onClick={() => { void query.fetchNextPage() }}>{t('act.moreRows')}</Button></div>}
      </>
    )
  }
  return (
    <div className="rel-tab">
      {body()}
      {isCreating && (
        <Suspense fallback={null}>
          <RecordForm
            object={object} preset={preset} onClose={() => { setCreating(false) }}
            onCreated={() => {
              setCreating(false)
              outdateLists(object.key)
              void client.invalidateQueries({ queryKey: ['related', object.key] })
              void client.invalidateQueries({ queryKey: ['timeline'] })
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
