import { ArrowDown, ArrowDownUp, ArrowUp, Columns3, Download, ListFilter, Upload } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { fieldOf, mayImport, shownFields } from '@/meta/objects'
import { nextSort, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { MenuButton, type MenuItem } from '@/ui/Menu'
import { QuickSearch } from '@/ui/QuickSearch'
import type { useColumnChoice } from './useList'

const FieldsPanel = lazy(() => import('./FieldsPanel').then((module) => ({ default: module.FieldsPanel })))

interface ListBarProps {
  object: ObjectMeta
  view: View
  isPhone: boolean
  choice: ReturnType<typeof useColumnChoice>
  isFiltering: boolean
  onExport: (() => void) | null
  onView: (view: View, replace?: boolean) => void
  onFilter: (anchor: HTMLElement | null) => void
}

/** Search, filter, order, columns: what changes the view. */
export function ListBar({ object, view, isPhone, choice, isFiltering, onExport, onView, onFilter }: ListBarProps) {
  const t = useT()
  const words = useWords()
  const [fieldsAt, setFieldsAt] = useState<HTMLElement | null>(null)
  const rules = view.filter?.rules.length ?? 0
  const hidden = isPhone ? 'sr-only' : undefined
  const sorted = view.sort ? fieldOf(object, view.sort.field) : undefined
  const orders: MenuItem[] = shownFields(object).filter((field) => field.sortable).map((field) => {
    const mine = view.sort?.field === field.key ? view.sort : null
    const icon = mine ? (mine.desc ? <ArrowDown size={16} /> : <ArrowUp size={16} />) : <span className="menu-gap" />
    return { key: field.key, label: words(field.label), icon, ticked: mine !== null, onPick: () => { onView({ ...view, sort: nextSort(view.sort, field.key) }) } }
  })
  return (
    <div className="list-bar">
      <QuickSearch value={view.q ?? ''} label={t('list.search', { object: words(object.plural) || words(object.label) })} onSearch={(q) => { if (q !== (view.q ?? '')) onView({ ...view, q: q || undefined }, true) }} />
      <span className="grow" />
      <Button id="list-filter" look="plain" aria-expanded={isFiltering} aria-haspopup="dialog" title={t('filter.title')} onClick={(event) => { onFilter(isFiltering ? null : event.currentTarget) }}>
        <ListFilter size={16} aria-hidden="true" /><span className={hidden}>{t('filter.title')}</span>{rules > 0 && <span className="badge">{rules}</span>}
      </Button>
      <MenuButton
        label={sorted ? t('list.sortedBy', { name: words(sorted.label) }) : t('list.sort')} icon={<ArrowDownUp size={16} aria-hidden="true" />}
        text={<><span className={hidden}>{t('list.sort')}</span>{sorted && <span className="badge">1</span>}</>} groups={[{ key: 'sort', title: t('list.sort'), items: orders }]}
      />
      {!isPhone && (
        <Button look="plain" aria-expanded={fieldsAt !== null} aria-haspopup="dialog" onClick={(event) => { setFieldsAt(fieldsAt ? null : event.currentTarget) }}><Columns3 size={16} aria-hidden="true" />{t('fields.title')}</Button>
      )}
      {!isPhone && mayImport(object) && <Go to="/import" className="btn btn-plain"><Upload size={16} aria-hidden="true" />{t('import.title')}</Go>}
      {!isPhone && onExport && <Button look="plain" aria-haspopup="dialog" onClick={onExport}><Download size={16} aria-hidden="true" />{t('export.title')}</Button>}
      {fieldsAt && <Suspense fallback={null}><FieldsPanel anchor={fieldsAt} object={object} keys={choice.keys} isOwn={choice.isOwn} onChoose={choice.choose} onClose={() => { setFieldsAt(null) }} /></Suspense>}
    </div>
  )
}
