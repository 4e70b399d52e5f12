import { X } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import type { Filter } from '@/conditions/model'
import { opText, valueText } from '@/conditions/words'
import { useSpeech } from '@/fields/useSpeech'
import { fieldOf } from '@/meta/objects'
import { Button } from '@/ui/Button'

interface ChipsProps { object: ObjectMeta; filter: Filter; onFilter: (filter: Filter) => void; onEdit: () => void }

/** The sentences of a filter, each with its way out. */
export function Chips({ object, filter, onFilter, onEdit }: ChipsProps) {
  const speech = useSpeech()
  const { t, words } = speech
  return (
    <div className="chips" role="group" aria-label={t('filter.title')}>
      {filter.rules.map((rule, index) => {
        const field = fieldOf(object, rule.field)
        if (!field) return null
        const parts = [words(field.label), opText(rule.op, field, speech), valueText(rule, field, speech)]
        return (
          <span key={`${rule.field} ${index}`} className="row chip-line">
            {index > 0 && <span className="muted">{t(`filter.${filter.all}`)}</span>}
            <span className="chip">
              <button type="button" className="chip-text ellipsis" onClick={onEdit}>{parts[0]} <b>{parts[1]}</b> {parts[2]}</button>
              <button type="button" className="chip-x" aria-label={t('filter.removeOne', { name: parts.join(' ') })} onClick={() => { onFilter({ ...filter, rules: filter.rules.filter((_, at) => at !== index) }) }}><X size={14} /></button>
            </span>
          </span>
        )
      })}
      <Button look="link" onClick={() => { onFilter({ ...filter, rules: [] }) }}>{t('filter.clear')}</Button>
    </div>
  )
}
