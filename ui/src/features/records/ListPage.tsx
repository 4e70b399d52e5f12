import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { ObjectMeta, Rec } from '@/api/types'
import { EMPTY_FILTER, type Filter } from '@/conditions/model'
import { defaultColumns } from '@/grid/columns'
import { DataGrid } from '@/grid/DataGrid'
import { outdateLists, type OpenList } from '@/grid/lists'
import { useWords } from '@/i18n'
import { can } from '@/meta/objects'
import { isFiltered, listHref, nextSort, recordHref, type View } from '@/meta/view'
import { usePhone } from '@/ui/phone'
import { ListBar } from './ListBar'
import { ListHead } from './ListHead'
import { usePicked } from './usePicked'
import { useColumnChoice, useLiveList, useOpenList, useSummary } from './useList'
import { useSaveCell } from './useSaveCell'
import './records.css'

const RecordForm = lazy(() => import('@/form/RecordForm').then((module) => ({ default: module.RecordForm })))
const FilterPanel = lazy(() => import('./FilterPanel').then((module) => ({ default: module.FilterPanel })))
const CardList = lazy(() => import('@/grid/CardList').then((module) => ({ default: module.CardList })))
const Chips = lazy(() => import('./Chips').then((module) => ({ default: module.Chips })))
const ListState = lazy(() => import('./ListState').then((module) => ({ default: module.ListState })))

export interface ListPageProps {
  object: ObjectMeta
  view: View
  isCreating: boolean
  onView: (view: View, replace?: boolean) => void
  onCreating: (creating: boolean) => void
  /** Offers what the list shows as a file: the keys of its columns, and how many rows it has. */
  onExport: (columns: readonly string[], total: number | null) => void
  /** What can be done with the ticked records. */
  picked: (list: OpenList, total: number | null) => ReactNode
  go: (href: string) => void
}

/** The list of an object: found, sorted, filtered, edited in place. All of its state is in the address. */
export function ListPage({ object, view, isCreating, onView, onCreating, onExport, picked, go }: ListPageProps) {
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
  const plural = words(object.plural) || words(object.label)
  const hrefOf = (record: Rec): string => recordHref(object.key, record.id, view)
  const setFilter = (next: Filter): void => { setFilterAt(null); onView({ ...view, filter: next.rules.length > 0 ? next : undefined }) }
  const clear = (): void => { onView({ sort: view.sort }) }
  const mayCreate = can(object, 'create')
  const offer = can(object, 'export') ? () => { onExport(choice.keys, summary.total) } : null

  const body = () => {
    const { problem, total } = summary
    if ((problem && total === null) || total === 0) {
      return <ListState object={object} problem={problem} isFiltered={isFiltered(view)} onRetry={() => { store.reload() }} onClear={clear} onCreate={mayCreate ? () => { onCreating(true) } : null} />
    }
    if (phone) return <CardList object={object} label={plural} store={store} selection={selection} memory={memory} hrefOf={hrefOf} />
    return (
      <DataGrid
        object={object} label={plural} columns={columns} store={store} selection={selection} memory={memory} sort={view.sort ?? null} hrefOf={hrefOf}
        onSort={(field) => { onView({ ...view, sort: nextSort(view.sort, field) }) }} onSave={(record, field, value) => { void save(record, field, value) }}
        onOpen={(record) => { go(hrefOf(record)) }}
      />
    )
  }
  const isPicked = usePicked(selection)
  return (
    <section className="list" aria-labelledby="list-title">
      <ListHead object={object} total={summary.total} stale={summary.stale} isPhone={phone} onRefresh={() => { store.reload() }} onCreate={mayCreate ? () => { onCreating(true) } : null} onExport={phone ? offer : null} go={go} />
      <ListBar object={object} view={view} isPhone={phone} choice={choice} isFiltering={filterAt !== null} onExport={offer} onView={onView} onFilter={setFilterAt} />
      <Suspense fallback={filter.rules.length > 0 ? <div className="chips-wait" /> : null}>
        {filter.rules.length > 0 && <Chips object={object} filter={filter} onFilter={setFilter} onEdit={() => { setFilterAt(document.getElementById('list-filter')) }} />}
      </Suspense>
      <div className="list-body" key={`${object.key} ${listHref(object.key, view)}`}><Suspense fallback={null}>{body()}</Suspense></div>
      <Suspense fallback={null}>
        {isPicked && picked(list, summary.total)}
        {filterAt && <FilterPanel anchor={filterAt} isPhone={phone} object={object} filter={filter} search={view.q} onApply={setFilter} onCancel={() => { setFilterAt(null) }} />}
        {isCreating && mayCreate && (
          <RecordForm
            object={object} onClose={() => { onCreating(false) }}
            onCreated={(record) => { outdateLists(object.key); go(recordHref(object.key, record.id, view)) }}
          />
        )}
      </Suspense>
    </section>
  )
}
