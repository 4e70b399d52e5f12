import { lazy, Suspense, useEffect, useState, type MouseEvent, type ReactNode } from 'react'
import type { ObjectMeta, Rec } from '@/api/types'
import { EMPTY_FILTER, type Filter } from '@/conditions/model'
import { DataGrid } from '@/grid/DataGrid'
import { outdateLists, type OpenList } from '@/grid/lists'
import { useWords } from '@/i18n'
import { can, mayImport } from '@/meta/objects'
import { changeView, fieldsIn, isFiltered, nextSort, recordHref, savedOf, viewQuery, wholeView, type View } from '@/meta/view'
import { hasCommand } from '@/ui/keys'
import { loadNext, nextPart, part } from '@/ui/part'
import { usePhone } from '@/ui/phone'
import { ListBar } from './ListBar'
import { ListHead } from './ListHead'
import { usePicked } from './usePicked'
import { useLook, useOpenList, useSummary } from './useList'
import { usePeekKeys, type Peek } from './usePeek'
import { useSaveCell } from './useSaveCell'
import './records.css'

const RecordForm = nextPart(() => import('@/form/RecordForm').then((module) => ({ default: module.RecordForm })))
const FilterPanel = nextPart(() => import('./FilterPanel').then((module) => ({ default: module.FilterPanel })))
const CardList = part(() => import('@/grid/CardList').then((module) => ({ default: module.CardList })))
const Chips = lazy(() => import('./Chips').then((module) => ({ default: module.Chips })))
const ListState = lazy(() => import('./ListState').then((module) => ({ default: module.ListState })))
const ListFoot = part(() => import('./ListFoot').then((module) => ({ default: module.ListFoot })))

export interface ListPageProps {
  object: ObjectMeta
  view: View
  isCreating: boolean
  /** What a new record is called at first. */
  newTitle?: string | undefined
  onView: (view: View, replace?: boolean) => void
  onCreating: (creating: boolean) => void
  /** Offers what the list shows as a file: the keys of its columns, and how many rows it has. */
  onExport: (columns: readonly string[], total: number | null) => void
  /** What can be done with the ticked records. */
  picked: (list: OpenList, total: number | null) => ReactNode
  go: (href: string) => void
  /** The saved views, and what was changed of the present one: another feature's work. */
  tabs?: ReactNode
  draft?: ReactNode
  /** The record beside the list. */
  peek?: Peek | undefined
  panel?: ReactNode
}

/** The list of an object: found, sorted, filtered, edited in place. All of its state is in the address. */
export function ListPage({ object, view, isCreating, newTitle, onView, onCreating, onExport, picked, go, tabs, draft, peek, panel }: ListPageProps) {
  const words = useWords()
  const phone = usePhone()
  const { look, change } = useLook(object, view, onView)
  const { list, columns } = useOpenList(object, view, look)
  const { store, selection, memory } = list
  const summary = useSummary(list)
  usePeekKeys(peek, store)
  const isThere = summary.rows !== null
  useEffect(() => { if (isThere) loadNext() }, [isThere])
  const [filterAt, setFilterAt] = useState<HTMLElement | null>(null)
  const whole = wholeView(object, view)
  const used = fieldsIn(whole.where)
  const touches = (key: string): boolean => used.includes(key) || whole.sort.some((each) => each.field === key)
  const save = useSaveCell(object, store, touches, list.edits, (id) => { list.live.touch([id]) })
  const plural = words(object.plural) || words(object.label)
  const keys = columns.map((column) => column.field.key)
  const hrefOf = (record: Rec): string => recordHref(object.key, record.id, view)
  const setFilter = (filter: Filter): void => { setFilterAt(null); onView(changeView(object, view, { filter })) }
  const clear = (): void => {
    onView(changeView(object, view, { filter: EMPTY_FILTER, q: '' }))
    document.getElementById('list-filter')?.focus({ preventScroll: true })
  }
  const mayCreate = can(object, 'create')
  const create = mayCreate ? () => { onCreating(true) } : null
  const blocked = savedOf(object, view)?.problem && !view.filter && !view.drop?.includes('filter')
  const offer = !blocked && can(object, 'export') ? () => { onExport(keys, summary.total) } : null

  const onRowClick = (event: MouseEvent): void => {
    const target = event.target as Element
    const row = target.closest('a.grid-link')?.closest<HTMLElement>('[data-row]')?.dataset.row
    const record = row === undefined ? null : store.record(Number(row))
    if (record && peek && event.detail < 2 && !hasCommand(event) && !event.shiftKey && !event.altKey) { event.preventDefault(); peek.open(record.id, peek.id !== undefined); return }
    const word = target.closest<HTMLElement>('[data-tag]')?.dataset.tag
    const field = columns[Number(target.closest<HTMLElement>('[data-column]')?.dataset.column)]?.field
    if (word === undefined || field?.kind !== 'tags') return
    void import('./tagFilter').then(({ withTag }) => { onView(changeView(object, view, { filter: withTag(object, view, field.key, word) })) })
  }
  const body = () => {
    const { problem, total, rows } = summary
    if (blocked || (problem && total === null) || rows === 0) {
      return (
        <ListState
          object={object} problem={problem} isBlocked={Boolean(blocked)} isFiltered={isFiltered(object, view)} onRetry={() => { store.reload() }} onClear={clear}
          onCreate={create} onAll={() => { onView({ id: 'all' }) }} mayImport={mayImport(object)}
        />
      )
    }
    if (phone) return <CardList object={object} label={plural} store={store} selection={selection} memory={memory} hrefOf={hrefOf} />
    return (
      <DataGrid
        key={look.height} object={object} label={plural} columns={columns} store={store} selection={selection} edits={list.edits} memory={memory} sort={whole.sort} rowHeight={look.height} hrefOf={hrefOf}
        onSort={(field, more) => { onView(changeView(object, view, { sort: nextSort(whole.sort, field, more) })) }}
        onWidth={(field, width) => { change({ columns: keys.map((key) => ({ ...look.columns.find((each) => each.field === key), field: key, ...(key === field ? { width } : {}) })) }) }}
        onTouched={(edits) => { list.live.touch(edits.filter((edit) => touches(edit.field.key)).map((edit) => edit.id)) }}
        onSave={(record, field, value) => { void save(record, field, value) }} onOpen={(record) => { go(hrefOf(record)) }} onPeek={(record) => { peek?.open(record.id) }} peeked={peek?.id}
      />
    )
  }
  const isPicked = usePicked(selection)
  return (
    <section className="list" aria-labelledby="list-title">
      <ListHead object={object} summary={blocked ? { ...summary, total: 0 } : summary} isPhone={phone} onRefresh={() => { store.reload() }} onCreate={create} onExport={phone ? offer : null} go={go} />
      {tabs}
      <ListBar object={object} view={view} isPhone={phone} look={look} onLook={change} rules={used.length} isFiltering={filterAt !== null} onExport={offer} onView={onView} onFilter={setFilterAt} />
      {draft}
      <Suspense fallback={whole.where ? <div className="chips-wait" /> : null}>
        {whole.where && <Chips object={object} view={view} onFilter={setFilter} onEdit={() => { setFilterAt(document.getElementById('list-filter')) }} />}
      </Suspense>
      <div className="list-main">
        <div className="list-body" key={`${object.key} ${JSON.stringify(viewQuery(object, view))}`} onClick={onRowClick}>
          <Suspense fallback={null}>{body()}</Suspense>
        </div>
        {!phone && panel}
      </div>
      <Suspense fallback={null}>
        {!phone && !blocked && summary.rows !== null && summary.rows > 0 && <ListFoot object={object} view={view} columns={columns} list={list} />}
        {isPicked && picked(list, summary.total)}
        {filterAt && <FilterPanel anchor={filterAt} isPhone={phone} object={object} view={view} onApply={setFilter} onCancel={() => { setFilterAt(null) }} />}
        {isCreating && mayCreate && (
          <RecordForm
            object={object} {...(newTitle ? { preset: { [object.title]: newTitle } } : {})} onClose={() => { onCreating(false) }}
            onCreated={(record) => { outdateLists(object.key); go(recordHref(object.key, record.id, view)) }}
          />
        )}
      </Suspense>
    </section>
  )
}
