import { ClipboardPaste } from 'lucide-react'
import { useState } from 'react'
import type { Field, Value } from '@/api/types'
import { lengthOf, PERIODS, shapeOf, type Rule } from '@/conditions/model'
import { isPeriod } from '@/conditions/words'
import { controlOf } from '@/fields/controls'
import { useSpeech } from '@/fields/useSpeech'
import { isRefs, listOf } from '@/fields/values'
import { Button, IconButton } from '@/ui/Button'

interface FilterValueProps { rule: Rule; field: Field; onChange: (value: Value | Value[]) => void }

const ANY: Field['kind'][] = ['address', 'long_text', 'tags', 'choices']
const UNITS = ['d', 'w', 'm', 'q', 'y'] as const
/** Words that stand for something of the person or of the moment, by kind. */
const WORDS: Partial<Record<Field['kind'], { word: string; text: 'filter.me' | 'filter.myDepartment' | 'period.today' | 'time.now' }>> = {
  person: { word: '$me', text: 'filter.me' }, department: { word: '$my_department', text: 'filter.myDepartment' },
  date: { word: '$today', text: 'period.today' }, datetime: { word: '$now', text: 'time.now' },
}

/** A stretch of time by its name, or of any length; before and after also a day. */
function SpanValue({ value, field, isEdge, label, onChange }: { value: Rule['value']; field: Field; isEdge: boolean; label: string; onChange: (value: Value) => void }) {
  const { t } = useSpeech()
  const length = isPeriod(value) ? null : lengthOf(value)
  const chosen = length ? length.side : isPeriod(value) ? value : isEdge && value !== undefined && value !== '' ? 'day' : ''
  const { Control } = controlOf({ ...field, kind: 'date' })
  const pick = (key: string): void => { onChange(key === 'last' || key === 'next' ? `${key}_14d` : key === 'day' ? ' ' : key) }
  return (
    <div className="row span">
      <select className="sel" aria-label={label} value={chosen} onChange={(event) => { pick(event.target.value) }}>
        <option value="">{t('picker.choose')}</option>
        {isEdge && <option value="day">{t('filter.day')}</option>}
        {PERIODS.map((period) => <option key={period} value={period}>{t(`period.${period}`)}</option>)}
        <option value="last">{t('filter.last')}</option>
        <option value="next">{t('filter.next')}</option>
      </select>
      {length && <input className="input input-num span-number" type="number" min={1} max={9999} aria-label={t('filter.length')} value={length.number} onChange={(event) => { if (/^[1-9]\d{0,3}$/.test(event.target.value)) onChange(`${length.side}_${event.target.value}${length.unit}`) }} />}
      {length && (
        <select className="sel" aria-label={t('filter.unit')} value={length.unit} onChange={(event) => { onChange(`${length.side}_${length.number}${event.target.value}`) }}>
          {UNITS.map((unit) => <option key={unit} value={unit}>{t(`unit.${unit}`, { count: Number(length.number) })}</option>)}
        </select>
      )}
      {chosen === 'day' && <Control label={t('filter.day')} field={{ ...field, kind: 'date', required: false }} value={typeof value === 'string' ? value.trim() : ''} onChange={onChange} />}
    </div>
  )
}

const PASTED = /[\n\t,，;；、]+/

/** Many values at once, as a column of a spreadsheet is copied. */
function PasteBox({ field, onWords }: { field: Field; onWords: (words: string[]) => void }) {
  const { t } = useSpeech()
  const [text, setText] = useState<string | null>(null)
  if (text === null) return <IconButton label={t('filter.paste')} onClick={() => { setText('') }}><ClipboardPaste size={16} /></IconButton>
  const words = text.split(PASTED).map((word) => word.trim()).filter(Boolean)
  return (
    <div className="paste">
      <textarea className="input" rows={3} autoFocus aria-label={t('filter.paste')} placeholder={t('filter.pasteHint')} value={text} onChange={(event) => { setText(event.target.value) }} />
      <div className="row">
        <Button small onClick={() => { setText(null) }}>{t('act.cancel')}</Button>
        <Button small disabled={words.length === 0} onClick={() => { onWords(keysOf(words, field)); setText(null) }}>{t('filter.pasteAdd', { count: words.length })}</Button>
      </div>
    </div>
  )
}

/** Pasted words as values: labels of options become their keys. */
function keysOf(words: readonly string[], field: Field): string[] {
  return words.map((word) => field.options?.find((option) => option.key === word || Object.values(option.label).includes(word))?.key ?? word)
}

function ManyValues({ rule, field, label, onChange }: FilterValueProps & { label: string }) {
  const { t } = useSpeech()
  const { Many } = controlOf(field)
  const value = rule.value as Value
  const word = rule.op === 'in' || rule.op === 'not_in' ? WORDS[field.kind] : undefined
  const isReference = field.kind === 'person' || field.kind === 'department' || field.kind === 'relation' || field.kind === 'relations'
  const items = isRefs(value) ? value.items : []
  const isNew = word && isReference && !items.some((item) => item.id === word.word)
  return (
    <div className="many">
      <Many label={label} field={field} value={value} onChange={onChange} />
      {isNew && <Button small onClick={() => { onChange({ items: [...items, { id: word.word, title: t(word.text) }], more: false }) }}>{t(word.text)}</Button>}
      {!isReference && <PasteBox field={field} onWords={(words) => { onChange([...new Set([...listOf(value), ...words])]) }} />}
    </div>
  )
}

/** What a sentence compares with: nothing, one, two, several, or a stretch of time. */
export function FilterValue({ rule, field, onChange }: FilterValueProps) {
  const { t } = useSpeech()
  const { Control } = controlOf(field)
  const plain = { ...field, required: false }
  const value = rule.value
  const label = t('filter.value')
  const word = WORDS[field.kind]
  const shape = shapeOf(rule.op)
  switch (shape) {
    case 'none': return null
    case 'period': case 'edge': return <SpanValue value={value} field={field} isEdge={shape === 'edge'} label={label} onChange={onChange} />
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
    case 'many': return <ManyValues rule={rule} field={plain} label={label} onChange={onChange} />
    case 'one': {
      const asText = rule.op === 'contains' || rule.op === 'starts_with' || ANY.includes(field.kind)
      if (asText) return <input className="input" aria-label={label} value={typeof value === 'string' ? value : ''} onChange={(event) => { onChange(event.target.value) }} />
      if (word && value === word.word) return <Button onClick={() => { onChange(null) }}>{t(word.text)} ✕</Button>
      return (
        <div className="row">
          <Control label={label} field={plain} value={value as Value} onChange={onChange} />
          {word && !value && <Button onClick={() => { onChange(word.word) }}>{t(word.text)}</Button>}
        </div>
      )
    }
  }
}
