import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import type { ObjectMeta, Sort } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import { shownFields } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Picker, type Option } from '@/ui/Picker'
import { Popover } from '@/ui/Popover'
import { moved } from './moved'
import './chooser.css'

const MOST = 5

interface SortPanelProps { anchor: HTMLElement; isPhone: boolean; object: ObjectMeta; sort: readonly Sort[]; onSort: (sort: Sort[]) => void; onClose: () => void }

/** By what a list is ordered: first by one field, then by the next. */
export function SortPanel({ anchor, isPhone, object, sort, onSort, onClose }: SortPanelProps) {
  const { t, words } = useSpeech()
  const options = shownFields(object).filter((field) => field.sortable).map((field): Option => ({ key: field.key, label: words(field.label) }))
  const free = options.filter((option) => !sort.some((each) => each.field === option.key))
  const put = (at: number, next: Sort): void => { onSort(sort.map((each, index) => (index === at ? next : each))) }
  const panel = (
    <div className="sorts">
      {sort.length === 0 && <p className="muted">{t('sort.none')}</p>}
      <ol>
        {sort.map((each, at) => {
          const mine = options.find((option) => option.key === each.field)
          const name = mine?.label ?? each.field
          return (
            <li key={each.field} className="sort-item">
              <Picker label={t('sort.field', { n: at + 1 })} options={mine ? [mine, ...free] : free} value={mine ? [mine] : []} onChange={([option]) => { if (option) put(at, { ...each, field: option.key }) }} />
              <select className="sel" aria-label={t('sort.way', { name })} value={each.desc ? 'desc' : 'asc'} onChange={(event) => { put(at, { ...each, desc: event.target.value === 'desc' }) }}>
                <option value="asc">{t('sort.asc')}</option>
                <option value="desc">{t('sort.desc')}</option>
              </select>
              <IconButton small label={t('fields.up', { name })} disabled={at === 0} onClick={() => { onSort(moved(sort, at, -1)) }}><ArrowUp size={14} /></IconButton>
              <IconButton small label={t('fields.down', { name })} disabled={at === sort.length - 1} onClick={() => { onSort(moved(sort, at, 1)) }}><ArrowDown size={14} /></IconButton>
              <IconButton small label={t('sort.remove', { name })} onClick={() => { onSort(sort.filter((_, index) => index !== at)) }}><Trash2 size={14} /></IconButton>
            </li>
          )
        })}
      </ol>
      <Button look="plain" disabled={free.length === 0 || sort.length >= MOST} onClick={() => { const [first] = free; if (first) onSort([...sort, { field: first.key, desc: false }]) }}><Plus size={16} aria-hidden="true" />{t('sort.add')}</Button>
    </div>
  )
  if (isPhone) return <Dialog kind="sheet" title={t('list.sort')} onClose={onClose}>{panel}</Dialog>
  return <Popover anchor={anchor} align="end" label={t('list.sort')} onClose={onClose}>{panel}</Popover>
}
