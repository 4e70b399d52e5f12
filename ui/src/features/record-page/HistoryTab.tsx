import { useInfiniteQuery } from '@tanstack/react-query'
import { asProblem } from '@/api/client'
import { historyOf } from '@/api/records'
import type { Change, HistoryItem, ObjectMeta } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue } from '@/fields/values'
import type { T, TextKey } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { fieldOf } from '@/meta/objects'
import { Avatar, Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { EmptyBox, ErrorBox } from '@/ui/States'

const PAGE = 30
const WAYS: Readonly<Record<string, TextKey>> = { api_token: 'via.token', import: 'via.import', cli: 'via.cli', job: 'via.job', merge: 'via.merge' }

/** By which way, where it was not simply this interface. */
function viaText(via: string | null | undefined, t: T): string {
  if (!via || via === 'session') return ''
  const known = WAYS[via]
  return t('history.via', { via: known ? t(known) : via })
}

function ChangeRow({ object, change }: { object: ObjectMeta; change: Change }) {
  const speech = useSpeech()
  const field = fieldOf(object, change.field)
  const text = (value: Change['old']): string => {
    if (isEmptyValue(value)) return speech.t('field.empty')
    return field ? kindOf(field).toText(value, field, speech) : typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return (
    <tr>
      <th scope="row">{field ? speech.words(field.label) : change.field}</th>
      <td className="hist-old">{text(change.old)}</td>
      <td aria-hidden="true" className="muted">→</td>
      <td>{text(change.new)}</td>
    </tr>
  )
}

function Entry({ object, item }: { object: ObjectMeta; item: HistoryItem }) {
  const { t } = useSpeech()
  const name = item.actor?.title ?? t('history.system')
  return (
    <li className="hist">
      <div className="hist-head">
        <Avatar name={name} /><b>{name}</b> {t(`history.${item.kind}`)}
        <span className="grow" />
        <span className="muted num">{[viaText(item.via, t), formatDateTime(item.at)].filter(Boolean).join(' · ')}</span>
      </div>
      {item.reason && <p className="hist-reason">{t('history.reason', { reason: item.reason })}</p>}
      {item.changes.length > 0 && <table><tbody>{item.changes.map((change) => <ChangeRow key={change.field} object={object} change={change} />)}</tbody></table>}
    </li>
  )
}

/** Every change with old and new: who, when, by which way. */
export function HistoryTab({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useSpeech()
  const query = useInfiniteQuery({
    queryKey: ['history', object.key, id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => historyOf(object.key, id, { limit: PAGE, cursor: pageParam || undefined }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
  if (query.isPending) return <div className="col rel-wait appear"><Skeleton width="40%" /><Skeleton /><Skeleton /></div>
  if (items.length === 0) return <EmptyBox title={t('history.empty')} />
  return (
    <div className="rel-tab">
      <ol className="hists">{items.map((item) => <Entry key={`${item.version} ${item.at}`} object={object} item={item} />)}</ol>
      {query.hasNextPage && <div className="rel-more"><Button disabled={query.isFetchingNextPage} onClick={() => { void query.fetchNextPage() }}>{t('act.older')}</Button></div>}
    </div>
  )
}
