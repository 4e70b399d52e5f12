import { ArrowLeft, Check } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import type { ObjectMeta, Rec } from '@/api/types'
import { FieldValue } from '@/fields/FieldValue'
import { useSpeech } from '@/fields/useSpeech'
import { outdateLists } from '@/grid/lists'
import { formatDateTime, formatNumber } from '@/i18n/format'
import { relatedObjects } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox, MissingBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { useTitle } from '@/ui/useTitle'
import { differing, firstPicks, mergeRecords, undoMerge, useCandidates, useMoving, type Picks } from './useMerge'
import './merge.css'

interface MergePageProps { object: ObjectMeta; objects: readonly ObjectMeta[]; ids: string[]; go: (href: string) => void; onMerged: (ids: readonly string[]) => void }
const MOST = 10

function Moving({ object, objects, going }: { object: ObjectMeta; objects: readonly ObjectMeta[]; going: readonly string[] }) {
  const { t, words } = useSpeech()
  const relations = relatedObjects(objects, object.key)
  const counts = useMoving(relations, going)
  const moves = relations.map((relation, index) => ({ relation, count: counts[index]?.data ?? 0 })).filter((move) => move.count > 0)
  return (
    <div className="merge-moves">
      <h2>{t('merge.moves')}</h2>
      {moves.length === 0 ? <p className="muted">{t('merge.movesNothing')}</p> : (
        <ul>{moves.map(({ relation, count }) => <li key={`${relation.object.key} ${relation.field.key}`}>{words(relation.object.plural) || words(relation.object.label)} <b className="num">{formatNumber(count)}</b></li>)}</ul>
      )}
    </div>
  )
}

function MergeTable({ object, objects, records, go, onMerged }: Omit<MergePageProps, 'ids'> & { records: Rec[] }) {
  const speech = useSpeech()
  const { t, words } = speech
  const oldest = [...records].sort((a, b) => String(a.created_at ?? '').localeCompare(String(b.created_at ?? '')))[0]
  const [kept, setKept] = useState(oldest?.id ?? '')
  const fields = differing(object, records)
  const [picks, setPicks] = useState<Picks>(() => firstPicks(fields, records, kept))
  const [isBusy, setBusy] = useState(false)
  const keep = (id: string): void => { setKept(id); setPicks(firstPicks(fields, records, id)) }
  const undo = async (batch: string): Promise<void> => {
    try {
      await undoMerge(batch)
      toast(t('merge.undone'))
      outdateLists(object.key)
      onMerged(records.map((record) => record.id))
    } catch (cause) {
      toast(asProblem(cause).message || t('error.text'), { bad: true })
    }
  }
  const merge = async (): Promise<void> => {
    setBusy(true)
    try {
      const merged = await mergeRecords(object, records, kept, picks)
      toast(t('merge.done', { count: records.length }), { action: { label: t('act.undo'), run: () => { void undo(merged.batch) } } })
      outdateLists(object.key)
      onMerged(records.map((record) => record.id))
      go(recordHref(object.key, kept))
    } catch (cause) {
      const problem = asProblem(cause)
      toast(`${problem.message || t('error.text')} ${problem.requestId ? t('error.request', { id: problem.requestId }) : ''}`, { bad: true })
      setBusy(false)
    }
  }
  return (
    <>
      <div className="merge-scroll" role="region" aria-label={t('merge.title', { object: words(object.label) })} tabIndex={0}>
        <table className="merge">
          <thead>
            <tr>
              <th scope="col">{t('merge.keep')}</th>
              {records.map((record) => (
                <th key={record.id} scope="col" data-kept={record.id === kept}>
                  <label><input type="radio" name="kept" checked={record.id === kept} onChange={() => { keep(record.id) }} /><span className="grow"><b>{record.title}</b>{typeof record.created_at === 'string' && <small>{t('merge.created', { at: formatDateTime(record.created_at) })}</small>}</span></label>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.key}>
                <th scope="row">{words(field.label)}</th>
                {records.map((record) => (
                  <td key={record.id} data-picked={picks[field.key] === record.id}>
                    <label>
                      <input type="radio" name={`field ${field.key}`} aria-label={`${words(field.label)}: ${record.title}`} checked={picks[field.key] === record.id} onChange={() => { setPicks({ ...picks, [field.key]: record.id }) }} />
                      <span className="grow"><FieldValue field={{ ...field, target: null }} record={record} speech={speech} dash /></span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
            {fields.length === 0 && <tr><td colSpan={records.length + 1}>{t('merge.same')}</td></tr>}
          </tbody>
        </table>
      </div>
      <Moving object={object} objects={objects} going={records.map((record) => record.id).filter((id) => id !== kept)} />
      <footer className="merge-foot">
        <span className="grow muted">{t('merge.note')}</span>
        <Go to={`/o/${object.key}`} className="btn">{t('act.cancel')}</Go>
        <Button look="primary" disabled={isBusy} onClick={() => { void merge() }}><Check size={16} aria-hidden="true" />{isBusy ? t('act.saving') : t('merge.do', { count: records.length })}</Button>
      </footer>
    </>
  )
}

/** Two or more records become one: whose value stays is decided field by field. */
export function MergePage({ object, objects, ids, go, onMerged }: MergePageProps) {
  const { t, words } = useSpeech()
  const queries = useCandidates(object, ids)
  const plural = words(object.plural) || words(object.label)
  const title = t('merge.title', { object: words(object.label) })
  useTitle(title)
  const failed = queries.find((query) => query.error)
  const records = queries.flatMap((query) => (query.data ? [query.data] : []))
  const body = () => {
    if (ids.length < 2 || ids.length > MOST) return <EmptyBox title={t('pick.mergeHint', { most: MOST })}><Go className="btn" to={`/o/${object.key}`}>{t('state.back', { object: plural })}</Go></EmptyBox>
    const problem = failed?.error ? asProblem(failed.error) : null
    if (problem?.status === 404) return <MissingBox back={`/o/${object.key}`} backText={t('state.back', { object: plural })} />
    if (problem) return <ErrorBox problem={problem} onRetry={() => { for (const query of queries) void query.refetch() }} />
    if (records.length < ids.length) return <div className="col merge-wait appear"><Skeleton height={40} /><Skeleton /><Skeleton /></div>
    return <MergeTable object={object} objects={objects} records={records} go={go} onMerged={onMerged} />
  }
  return (
    <section className="merge-page" aria-labelledby="merge-title">
      <header className="merge-head"><Go to={`/o/${object.key}`} className="btn btn-plain btn-icon" aria-label={t('state.back', { object: plural })}><ArrowLeft size={18} /></Go><h1 id="merge-title">{title}</h1></header>
      {body()}
    </section>
  )
}
