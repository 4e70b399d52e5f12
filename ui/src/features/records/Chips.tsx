import { X } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import { filterOf } from '@/conditions/filterOf'
import { EMPTY_FILTER, replaceAt, type Filter, type FilterNode } from '@/conditions/model'
import { sentenceOf } from '@/conditions/sentence'
import { useSpeech } from '@/fields/useSpeech'
import { useObjects } from '@/meta/objects'
import type { View } from '@/meta/view'
import { Button } from '@/ui/Button'

interface ChipsProps { object: ObjectMeta; view: View; onFilter: (filter: Filter) => void; onEdit: () => void }

/** The sentences of a filter, each with its way out. */
export function Chips({ object, view, onFilter, onEdit }: ChipsProps) {
  const speech = useSpeech()
  const objects = useObjects()
  const { t } = speech
  const filter = filterOf(object, objects, view)
  /** What was pressed goes away with it: the focus stays near. */
  const drop = (next: Filter): void => {
    onFilter(next)
    document.getElementById('list-filter')?.focus({ preventScroll: true })
  }
  const clear = <Button look="link" onClick={() => { drop(EMPTY_FILTER) }}>{t('filter.clear')}</Button>
  if (!filter) return <div className="chips" role="group" aria-label={t('filter.title')}><span className="chip">{t('filter.unreadable')}</span>{clear}</div>
  const nodes: FilterNode[] = filter.all === 'none' ? [filter] : filter.rules
  return (
    <div className="chips" role="group" aria-label={t('filter.title')}>
      {nodes.map((node, index) => {
        const parts = sentenceOf(node, object, objects, speech)
        if (!parts) return null
        return (
          <span key={index} className="row chip-line">
            {index > 0 && <span className="muted">{t(filter.all === 'or' ? 'filter.or' : 'filter.and')}</span>}
            <span className="chip">
              <button type="button" className="chip-text ellipsis" onClick={onEdit}>{parts[0]} <b>{parts[1]}</b> {parts[2]}</button>
              <button type="button" className="chip-x" aria-label={t('filter.removeOne', { name: parts.join(' ') })} onClick={() => { drop(filter.all === 'none' ? EMPTY_FILTER : replaceAt(filter, [index], null)) }}><X size={14} /></button>
            </span>
          </span>
        )
      })}
      {clear}
    </div>
  )
}
