import { useInfiniteQuery } from '@tanstack/react-query'
import { asProblem } from '@/api/client'
import { historyOf } from '@/api/records'
import { Undo2 } from 'lucide-react'
import type { Change, Field, HistoryItem, ObjectMeta, Rec } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue } from '@/fields/values'
import { valueIn } from '@/fields/FieldValue'
import type { T, TextKey } from '@/i18n'
import { formatDateTime, formatZoned } from '@/i18n/format'
import { fieldOf, isEditable } from '@/meta/objects'
import { Avatar, Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { useChange } from './useRecord'

const PAGE = 30
const WAYS: Readonly<Record<string, TextKey>> = { api_token: 'via.token', import: 'via.import', cli: 'via.cli', job: 'via.job', merge: 'via.merge' }

/** What merging and undoing it write as a reason is a word of ours, not a person's. */
const isOurs = (reason: string | null | undefined): boolean => reason === 'merge' || Boolean(reason?.startsWith('unmerge '))

/** By which way, where it was not simply this interface. */
function viaText(item: HistoryItem, t: T): string {
  const via = isOurs(item.reason) && item.kind === 'updated' ? 'merge' : item.via
  if (!via || via === 'session') return ''
  const known = WAYS[via]
  return t('history.via', { via: known ? t(known) : via })
}

/** Whether a former value can come back: it is seen in the clear, it is not what stands there now, and the field may be written. */
function mayPutBack(object: ObjectMeta, record: Rec, field: Field | undefined, change: Change): field is Field {
  if (!field || change.masked || record.deleted_at || !isEditable(object, field, record)) return false
  const { toWire } = kindOf(field)
  return JSON.stringify(toWire(change.old)) !== JSON.stringify(toWire(valueIn(record, field.key)))
}

interface RowProps { object: ObjectMeta; record: Rec; change: Change; /** Of another record, which was merged into this one. */ isOther: boolean }

function ChangeRow({ object, record, change, isOther }: RowProps) {
  const speech = useSpeech()
  const field = fieldOf(object, change.field)
  const put = useChange(object, record.id)
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
      <td className="hist-back">
        {!isOther && mayPutBack(object, record, field, change) && (
          <Button
            small look="plain" aria-label={speech.t('history.putBackIt', { field: speech.words(field.label), value: text(change.old) })}
            onClick={() => { void put(record, field, change.old, speech.t('history.isBack', { field: speech.words(field.label), value: text(change.old) })) }}
          >
            <Undo2 size={14} aria-hidden="true" />{speech.t('history.putBack')}
          </Button>
        )}
      </td>
    </tr>
  )
}

function Entry({ object, record, item }: { object: ObjectMeta; record: Rec; item: HistoryItem }) {
  const { t } = useSpeech()
  const name = item.actor?.title ?? t('history.system')
  return (
    <li className="hist">
      <div className="hist-head">
        <Avatar name={name} /><b>{name}</b> {t(`history.${item.kind}`)}
        <span className="grow" />
        <span className="muted num" title={formatZoned(item.at)}>{[viaText(item, t), formatDateTime(item.at)].filter(Boolean).join(' · ')}</span>
      </div>
      {item.reason && !isOurs(item.reason) && <p className="hist-reason">{t('history.reason', { reason: item.reason })}</p>}
      {item.changes.length > 0 && <table><tbody>{item.changes.map((change) => <ChangeRow key={change.field} object={object} record={record} change={change} isOther={item.record !== record.id} />)}</tbody></table>}
    </li>
  )
}

/** Every change with old and new: who, when, by which way. */
export function HistoryTab({ object, record }: { object: ObjectMeta; record: Rec }) {
  const { id } = record
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
      <ol className="hists">{items.map((item) => <Entry key={`${item.record} ${item.version} ${item.at}`} object={object} record={record} item={item} />)}</ol>
      {query.hasNextPage && <div className="rel-more"><Button disabled={query.isFetchingNextPage} onClick={() => { void query.fetchNextPage() }}>{t('act.older')}</Button></div>}
    </div>
  )
}
