import { lazy, Suspense, useState } from 'react'
import type { ObjectMeta, Rec } from '@/api/types'
import { EMPTY_FILTER, type Filter } from '@/conditions/model'
import { CardList } from '@/grid/CardList'
import { defaultColumns } from '@/grid/columns'
import { DataGrid } from '@/grid/DataGrid'
import { outdateLists } from '@/grid/lists'
import { useT, useWords } from '@/i18n'
import { can } from '@/meta/objects'
import { isFiltered, listHref, nextSort, recordHref, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { usePhone } from '@/ui/phone'
import { Popover } from '@/ui/Popover'
import { EmptyBox, ErrorBox, MissingBox, NoMatchBox } from '@/ui/States'
import { Chips } from './Chips'
import { ListBar } from './ListBar'
import { ListHead } from './ListHead'
import { SelectionBar } from './SelectionBar'
import { useColumnChoice, useLiveList, useOpenList, useSummary } from './useList'
import { useRemove } from '@/form/useRemove'
import { useSaveCell } from './useSaveCell'
import './records.css'

const RecordForm = lazy(() => import('@/form/RecordForm').then((module) => ({ default: module.RecordForm })))
const FilterEditor = lazy(() => import('./FilterEditor').then((module) => ({ default: module.FilterEditor })))

export interface ListPageProps {
  object: ObjectMeta
  view: View
  isCreating: boolean
  onView: (view: View, replace?: boolean) => void
  onCreating: (creating: boolean) => void
  go: (href: string) => void
}

/** The list of an object: found, sorted, filtered, edited in place. All of its state is in the address. */
export function ListPage({ object, view, isCreating, onView, onCreating, go }: ListPageProps) {
  const t = useT()
  const words = useWords()
  const phone = usePhone()
  const choice = useColumnChoice(object, defaultColumns)
  const { list, columns } = useOpenList(object, view, choice.keys)
  const { store, selection, memory } = list
  const summary = useSummary(list)
  useLiveList(object, list)
  const [filterAt, setFilterAt] = useState<HTMLElement | null>(null)
  const filter = view.filter ?? EMPTY_FILTER
  const touches = (key: string): boolean => view.sort?.field === key || filter.rules.some((rule) => rule.field === key)
  const save = useSaveCell(object, store, touches)
  const remove = useRemove(object, () => { selection.clear(); store.reload() })
  const plural = words(object.plural) || words(object.label)
  const hrefOf = (record: Rec): string => recordHref(object.key, record.id, view)
  const setFilter = (next: Filter): void => { setFilterAt(null); onView({ ...view, filter: next.rules.length > 0 ? next : undefined }) }
  const clear = (): void => { onView({ sort: view.sort }) }
  const mayCreate = can(object, 'create')
  const createButton = mayCreate ? <Button look="primary" onClick={() => { onCreating(true) }}>{t('form.create', { object: words(object.label) })}</Button> : null

  const body = () => {
    const { problem, total } = summary
    if (problem?.status === 404) return <MissingBox back="/" backText={t('state.home')} />
    if (problem && total === null) return <ErrorBox problem={problem} onRetry={() => { store.reload() }} />
    if (total === 0 && isFiltered(view)) return <NoMatchBox text={t('state.noMatchText', { object: plural })} onClear={clear} />
    if (total === 0) return <EmptyBox title={t('state.empty', { object: plural })} text={mayCreate ? t('state.emptyText') : t('state.emptyNoRight')}>{createButton}</EmptyBox>
    if (phone) return <CardList key={list.store === store ? 'cards' : ''} object={object} label={plural} store={store} memory={memory} hrefOf={hrefOf} />
    return (
      <DataGrid
        object={object} label={plural} columns={columns} store={store} selection={selection} memory={memory} sort={view.sort ?? null} hrefOf={hrefOf}
        onSort={(field) => { onView({ ...view, sort: nextSort(view.sort, field) }) }} onSave={(record, field, value) => { void save(record, field, value) }}
        onOpen={(record) => { go(hrefOf(record)) }}
      />
    )
  }
  const editor = (
    <Suspense fallback={<div className="filter-wait" />}>
      <FilterEditor object={object} filter={filter} search={view.q} onApply={setFilter} onCancel={() => { setFilterAt(null) }} />
    </Suspense>
  )
  return (
    <section className="list" aria-labelledby="list-title">
      <ListHead object={object} total={summary.total} stale={summary.stale} isPhone={phone} onRefresh={() => { store.reload() }} onCreate={mayCreate ? () => { onCreating(true) } : null} go={go} />
      <ListBar object={object} view={view} isPhone={phone} choice={choice} isFiltering={filterAt !== null} onView={onView} onFilter={setFilterAt} />
      {filter.rules.length > 0 && <Chips object={object} filter={filter} onFilter={setFilter} onEdit={() => { setFilterAt(document.getElementById('list-filter')) }} />}
      <div className="list-body" key={`${object.key} ${listHref(object.key, view)}`}>{body()}</div>
      {!phone && <SelectionBar object={object} selection={selection} onDelete={(ids) => { void remove(ids) }} onMerge={(ids) => { go(`/o/${object.key}/merge?ids=${ids.join(',')}`) }} />}
      {filterAt && (phone
        ? <Dialog kind="sheet" title={t('filter.title')} onClose={() => { setFilterAt(null) }}>{editor}</Dialog>
        : <Popover anchor={filterAt} align="end" className="pop-wide" label={t('filter.title')} onClose={() => { setFilterAt(null) }}>{editor}</Popover>)}
      {isCreating && mayCreate && (
        <Suspense fallback={null}>
          <RecordForm
            object={object} onClose={() => { onCreating(false) }}
            onCreated={(record) => { outdateLists(object.key); go(recordHref(object.key, record.id, view)) }}
          />
        </Suspense>
      )}
    </section>
  )
}
