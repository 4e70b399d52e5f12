import { Archive, PenLine, Phone, Ellipsis } from 'lucide-react'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { asProblem, newKey } from '@/api/client'
import { restoreRecord } from '@/api/records'
import type { ObjectMeta, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { textOf } from '@/fields/values'
import { useRemove } from '@/form/useRemove'
import { outdateLists } from '@/grid/lists'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { can, relatedObjects, shownFields } from '@/meta/objects'
import { useVisit } from '@/meta/recent'
import { listHref, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { Tabs, type TabItem } from '@/ui/Tabs'
import { hasCommand, isComposing } from '@/ui/keys'
import { MenuButton, type MenuGroup } from '@/ui/Menu'
import { usePhone } from '@/ui/phone'
import { ErrorBox, MissingBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { useTitle } from '@/ui/useTitle'
import { Fields } from './Fields'
import { HistoryTab } from './HistoryTab'
import { MergedNote } from './MergedNote'
import { RecordHead } from './RecordHead'
import { RelatedTab, useRelatedCount, type Relation } from './RelatedTab'
import { StagePath } from './StagePath'
import { Unsaved } from './Unsaved'
import { useActions } from './useActions'
import { useFresh } from './useFresh'
import { useAround, useRecord, useRefreshRecord } from './useRecord'
import '@/ui/tabbar.css'
import './record-page.css'

const PrintSheet = lazy(() => import('./PrintSheet').then((module) => ({ default: module.PrintSheet })))
const MergeWith = lazy(() => import('./MergeWith').then((module) => ({ default: module.MergeWith })))

export interface RecordPageProps {
  object: ObjectMeta
  objects: readonly ObjectMeta[]
  id: string
  view: View
  tab: string | undefined
  onTab: (tab: string) => void
  go: (href: string) => void
  /** What happened, and the form to write what happened; another feature's work. */
  timeline: (record: Rec) => ReactNode
  onWrite: (() => void) | null
}

/** J and K walk through the list, where no text is being typed. */
function useWalkKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target
      const typing = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null)
      if (typing || hasCommand(event) || event.altKey || isComposing(event)) return
      if (event.key === 'j' || event.key === 'k') document.querySelector<HTMLElement>(`[data-step="${event.key}"]`)?.click()
    }
    addEventListener('keydown', onKey)
    return () => { removeEventListener('keydown', onKey) }
  }, [])
}

function DeletedNote({ object, record }: { object: ObjectMeta; record: Rec }) {
  const t = useT()
  const refresh = useRefreshRecord(object, record.id)
  const restore = async (): Promise<void> => {
    try {
      await restoreRecord(object.key, record.id, newKey())
      outdateLists(object.key)
      refresh()
      toast(t('bin.restored', { count: 1 }))
    } catch (cause) {
      toast(asProblem(cause).message || t('error.text'), { bad: true })
    }
  }
  return (
    <div className="note rnote" role="status">
      <Archive size={16} aria-hidden="true" /><span className="grow">{t('record.deleted')}</span>
      {can(object, 'delete', record) && <Button small onClick={() => { void restore() }}>{t('act.restore')}</Button>}
    </div>
  )
}

function RelationTab({ relation, id, children }: { relation: Relation; id: string; children: (count: number | null) => ReactNode }) {
  return children(useRelatedCount(relation, id))
}

/** Counts every relation, one hook each, and hands them on together. */
function WithCounts({ relations, id, counts = [], children }: { relations: Relation[]; id: string; counts?: (number | null)[]; children: (counts: (number | null)[]) => ReactNode }) {
  const relation = relations[counts.length]
  if (!relation) return children(counts)
  return <RelationTab relation={relation} id={id}>{(count) => <WithCounts relations={relations} id={id} counts={[...counts, count]}>{children}</WithCounts>}</RelationTab>
}

const keyOf = ({ object, field }: Relation): string => `${object.key}.${field.key}`

function Loading() {
  return (
    <div className="rpage appear" aria-busy="true">
      <div className="rhead"><Skeleton width={40} height={40} /><div className="col grow"><Skeleton width={220} height={18} /><Skeleton width={160} /></div></div>
      <div className="rbody"><div className="fields">{[1, 2, 3, 4, 5, 6].map((row) => <Skeleton key={row} />)}</div></div>
    </div>
  )
}

export function RecordPage({ object, objects, id, view, tab, onTab, go, timeline, onWrite }: RecordPageProps) {
  const t = useT()
  const words = useWords()
  const phone = usePhone()
  const query = useRecord(object, id)
  const record = query.data
  const problem = query.error ? asProblem(query.error) : null
  const missing = problem?.status === 404
  const plural = words(object.plural) || words(object.label)
  const remove = useRemove(object, () => undefined)
  const fresh = useFresh(object, record)
  const [over, setOver] = useState<'print' | 'merge' | null>(null)
  const actions = useActions(object, record, { print: () => { setOver('print') }, merge: () => { setOver('merge') }, remove: () => { void remove([id]).then(() => { go(listHref(object.key, view)) }) } })
  useTitle(record?.title, words(object.label))
  useWalkKeys()
  useVisit(object.key, id, record !== undefined && !record.deleted_at)
  useAround(objects, object, id)
  if (missing) {
    return (
      <div className="rgone">
        <MissingBox back={listHref(object.key, view)} backText={t('state.back', { object: plural })}>
          {can(object, 'delete') && <Go to={`/o/${object.key}/bin`} className="btn">{t('bin.of', { object: plural })}</Go>}
        </MissingBox>
        <Unsaved objects={objects} id={id} />
      </div>
    )
  }
  if (problem && !record) {
    const back = <Go className="btn" to={listHref(object.key, view)}>{t('state.back', { object: plural })}</Go>
    return <ErrorBox problem={problem} onRetry={() => { void query.refetch() }}>{back}</ErrorBox>
  }
  if (!record) return <Loading />

  const relations = relatedObjects(objects, object.key)
  const isDeleted = Boolean(record.deleted_at)
  const labelOf = (relation: Relation): string => {
    const name = words(relation.object.plural) || words(relation.object.label)
    const twice = relation.object.key === object.key || relations.filter((each) => each.object.key === relation.object.key).length > 1
    return twice ? t('record.relation', { name, field: words(relation.field.label) }) : name
  }
  const tabs = (counts: (number | null)[]): TabItem[] => [
    ...(phone ? [{ key: 'fields', label: t('record.fields') }] : []),
    { key: 'timeline', label: t('timeline.title') },
    ...relations.map((relation, index) => { const count = counts[index]; return { key: keyOf(relation), label: labelOf(relation), count: count === null || count === undefined ? undefined : formatNumber(count) } }),
    { key: 'history', label: t('history.title') },
  ]
  const chosen = relations.find((relation) => keyOf(relation) === tab)
  const present = chosen || tab === 'history' || (tab === 'fields' && phone) ? (tab ?? 'timeline') : 'timeline'
  const panel = () => {
    if (present === 'fields') return <Fields object={object} objects={objects} record={record} fresh={fresh} />
    if (present === 'history') return <HistoryTab object={object} record={record} />
    return chosen ? <RelatedTab key={keyOf(chosen)} relation={chosen} record={record} /> : timeline(record)
  }
  const write = onWrite && !isDeleted ? () => { onTab('timeline'); onWrite() } : null
  return (
    <div className="rpage">
      <RecordHead object={object} record={record} view={view} isPhone={phone} onWrite={write} actions={actions} />
      <StagePath object={object} record={record} />
      {isDeleted && <DeletedNote object={object} record={record} />}
      <MergedNote object={object} record={record} />
      <div className="rbody">
        {!phone && <Fields object={object} objects={objects} record={record} fresh={fresh} />}
        <div className="rmain">
          <WithCounts relations={relations} id={id}>
            {(counts) => <Tabs items={tabs(counts)} value={present} onChange={onTab} label={record.title || words(object.label)} panel="record-panel" />}
          </WithCounts>
          <div id="record-panel" role="tabpanel" className="rpanel" aria-label={tabs([]).find((item) => item.key === present)?.label ?? ''} tabIndex={0}>{panel()}</div>
        </div>
      </div>
      {phone && <PhoneBar object={object} record={record} onWrite={write} actions={actions} />}
      <Suspense fallback={null}>
        {over === 'print' && <PrintSheet object={object} record={record} relations={relations} labelOf={labelOf} onDone={() => { setOver(null) }} />}
        {over === 'merge' && <MergeWith object={object} record={record} onClose={() => { setOver(null) }} />}
      </Suspense>
    </div>
  )
}

function PhoneBar({ object, record, onWrite, actions }: { object: ObjectMeta; record: Rec; onWrite: (() => void) | null; actions: MenuGroup[] }) {
  const t = useT()
  const number = shownFields(object).filter((field) => field.kind === 'phone' && !record._masked?.includes(field.key)).map((field) => textOf(valueIn(record, field.key))).find(Boolean)
  return (
    <div className="rbar" role="toolbar" aria-label={t('record.actions')}>
      {number && <a className="tabbar-item" href={`tel:${number.replace(/[^\d+]/g, '')}`}><Phone size={22} aria-hidden="true" /><span>{t('record.call')}</span></a>}
      {onWrite && <button type="button" className="tabbar-item" onClick={onWrite}><PenLine size={22} aria-hidden="true" /><span>{t('record.write')}</span></button>}
      <MenuButton label={t('act.more')} className="tabbar-item" icon={<Ellipsis size={22} aria-hidden="true" />} text={<span>{t('act.more')}</span>} groups={actions} />
    </div>
  )
}
