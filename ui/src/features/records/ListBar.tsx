import { ArrowDownUp, Columns3, Download, ListFilter, Upload } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { mayImport } from '@/meta/objects'
import { changeView, wholeView, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { QuickSearch } from '@/ui/QuickSearch'
import type { Look, LookChange } from './useList'

const FieldsPanel = lazy(() => import('./FieldsPanel').then((module) => ({ default: module.FieldsPanel })))
const SortPanel = lazy(() => import('./SortPanel').then((module) => ({ default: module.SortPanel })))

interface ListBarProps {
  object: ObjectMeta
  view: View
  isPhone: boolean
  look: Look
  onLook: (change: LookChange) => void
  /** How many sentences the filter has. */
  rules: number
  isFiltering: boolean
  onExport: (() => void) | null
  onView: (view: View, replace?: boolean) => void
  onFilter: (anchor: HTMLElement | null) => void
}

/** Search, filter, order, columns: what changes the view. */
export function ListBar({ object, view, isPhone, look, onLook, rules, isFiltering, onExport, onView, onFilter }: ListBarProps) {
  const t = useT()
  const words = useWords()
  const [fieldsAt, setFieldsAt] = useState<HTMLElement | null>(null)
  const [sortAt, setSortAt] = useState<HTMLElement | null>(null)
  const { q = '', sort } = wholeView(object, view)
  const hidden = isPhone ? 'sr-only' : undefined
  return (
    <div className="list-bar">
      <QuickSearch value={q} label={t('list.search', { object: words(object.plural) || words(object.label) })} onSearch={(text) => { if (text !== q) onView(changeView(object, view, { q: text }), true) }} />
      <span className="grow" />
      <Button id="list-filter" look="plain" aria-expanded={isFiltering} aria-haspopup="dialog" title={t('filter.title')} onClick={(event) => { onFilter(isFiltering ? null : event.currentTarget) }}>
        <ListFilter size={16} aria-hidden="true" /><span className={hidden}>{t('filter.title')}</span>{rules > 0 && <span className="badge">{rules}</span>}
      </Button>
      <Button look="plain" aria-expanded={sortAt !== null} aria-haspopup="dialog" title={t('list.sort')} onClick={(event) => { setSortAt(sortAt ? null : event.currentTarget) }}>
        <ArrowDownUp size={16} aria-hidden="true" /><span className={hidden}>{t('list.sort')}</span>{sort.length > 0 && <span className="badge">{sort.length}</span>}
      </Button>
      {!isPhone && (
        <Button look="plain" aria-expanded={fieldsAt !== null} aria-haspopup="dialog" onClick={(event) => { setFieldsAt(fieldsAt ? null : event.currentTarget) }}><Columns3 size={16} aria-hidden="true" />{t('fields.title')}</Button>
      )}
      {!isPhone && mayImport(object) && <Go to="/import" className="btn btn-plain"><Upload size={16} aria-hidden="true" />{t('import.title')}</Go>}
      {!isPhone && onExport && <Button look="plain" aria-haspopup="dialog" onClick={onExport}><Download size={16} aria-hidden="true" />{t('export.title')}</Button>}
      <Suspense fallback={null}>
        {fieldsAt && <FieldsPanel anchor={fieldsAt} object={object} look={look} onLook={onLook} onClose={() => { setFieldsAt(null) }} />}
        {sortAt && <SortPanel anchor={sortAt} isPhone={isPhone} object={object} sort={sort} onSort={(next) => { onView(changeView(object, view, { sort: next }), true) }} onClose={() => { setSortAt(null) }} />}
      </Suspense>
    </div>
  )
}
