import type { Field, Value } from '@/api/types'
import { PERIODS, shapeOf, type Rule } from '@/conditions/model'
import { isPeriod } from '@/conditions/words'
import { controlOf } from '@/fields/controls'
import { useSpeech } from '@/fields/useSpeech'
import { Button } from '@/ui/Button'

interface FilterValueProps { rule: Rule; field: Field; onChange: (value: Value | Value[]) => void }

const ANY: Field['kind'][] = ['address', 'long_text', 'tags', 'choices']

/** What a sentence compares with: nothing, one, two, several, or a stretch of time. */
export function FilterValue({ rule, field, onChange }: FilterValueProps) {
  const { t } = useSpeech()
  const { Control, Many } = controlOf(field)
  const plain = { ...field, required: false }
  const value = rule.value
  const label = t('filter.value')
  switch (shapeOf(rule.op)) {
    case 'none': return null
    case 'period': return (
      <select className="sel" aria-label={label} value={isPeriod(value) ? value : ''} onChange={(event) => { onChange(event.target.value) }}>
        <option value="">{t('picker.choose')}</option>
        {PERIODS.map((period) => <option key={period} value={period}>{t(`period.${period}`)}</option>)}
      </select>
    )
    case 'two': {
      const [from = null, to = null] = Array.isArray(value) ? (value as Value[]) : []
      return (
        <div className="two">
          <Control label={t('filter.from')} field={plain} value={from} onChange={(next) => { onChange([next, to]) }} />
          <span aria-hidden="true">–</span>
          <Control label={t('filter.to')} field={plain} value={to} onChange={(next) => { onChange([from, next]) }} />
        </div>
      )
    }
    case 'many': return <Many label={label} field={plain} value={value as Value} onChange={onChange} />
    case 'one': {
      const asText = rule.op === 'contains' || rule.op === 'starts_with' || ANY.includes(field.kind)
      if (asText) return <input className="input" aria-label={label} value={typeof value === 'string' ? value : ''} onChange={(event) => { onChange(event.target.value) }} />
      if (field.kind === 'person' && value === '$me') return <Button onClick={() => { onChange(null) }}>{t('filter.me')} ✕</Button>
      return (
        <div className="row">
          <Control label={label} field={plain} value={value as Value} onChange={onChange} />
          {field.kind === 'person' && !value && <Button onClick={() => { onChange('$me') }}>{t('filter.me')}</Button>}
        </div>
      )
    }
  }
}
