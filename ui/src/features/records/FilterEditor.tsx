import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Field, ObjectMeta, Op, Value } from '@/api/types'
import { conditionOf, freshRule, shapeOf, withOp, canFilter, type Filter, type Rule } from '@/conditions/model'
import { opText } from '@/conditions/words'
import { opsOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { useSpeech } from '@/fields/useSpeech'
import { formatNumber } from '@/i18n/format'
import { shownFields } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { Picker, type Option } from '@/ui/Picker'
import { FilterValue } from './FilterValue'
import { useLiveCount } from './useLiveCount'
import './filter.css'

export interface FilterEditorProps { object: ObjectMeta; filter: Filter; search: string | undefined; onApply: (filter: Filter) => void; onCancel: () => void }

interface RuleRowProps { rule: Rule; index: number; all: Filter['all']; fields: Field[]; speech: Speech; onRule: (rule: Rule) => void; onAll: (all: Filter['all']) => void; onRemove: () => void }

function RuleRow({ rule, index, all, fields, speech, onRule, onAll, onRemove }: RuleRowProps) {
  const { t, words } = speech
  const field = fields.find((each) => each.key === rule.field)
  const options: Option[] = fields.map((each) => ({ key: each.key, label: words(each.label) }))
  const ops = field ? opsOf(field) : []
  const unfinished = conditionOf(rule, fields) === null && rule.value !== undefined
  return (
    <li className="rule" data-unfinished={unfinished}>
      {index === 0 ? <span className="rule-lead">{t('filter.when')}</span> : index === 1 ? (
        <select className="sel rule-lead" aria-label={t('filter.join')} value={all} onChange={(event) => { onAll(event.target.value === 'or' ? 'or' : 'and') }}>
          <option value="and">{t('filter.and')}</option>
          <option value="or">{t('filter.or')}</option>
        </select>
      ) : <span className="rule-lead">{t(`filter.${all}`)}</span>}
      <Picker
        className="rule-field" label={t('filter.field')} options={options} value={options.filter((option) => option.key === rule.field)}
        onChange={([option]) => { const next = fields.find((each) => each.key === option?.key); if (next) onRule(freshRule(next)) }}
      />
      <select className="sel rule-op" aria-label={t('filter.op')} value={rule.op} onChange={(event) => { const op = ops.find((each: Op) => each === event.target.value); if (op) onRule(withOp(rule, op)) }}>
        {field && ops.map((op) => <option key={op} value={op}>{opText(op, field, speech)}</option>)}
      </select>
      <div className="rule-value">{field && shapeOf(rule.op) !== 'none' && <FilterValue rule={rule} field={field} onChange={(value: Value | Value[]) => { onRule({ ...rule, value }) }} />}</div>
      <IconButton label={t('filter.remove')} onClick={onRemove}><Trash2 size={16} /></IconButton>
    </li>
  )
}

/** Sentences of field, operator and value, joined by and / or, with the true number of matches while it is written. */
export function FilterEditor({ object, filter, search, onApply, onCancel }: FilterEditorProps) {
  const speech = useSpeech()
  const { t } = speech
  const fields = shownFields(object).filter(canFilter)
  const [draft, setDraft] = useState<Filter>(() => (filter.rules.length > 0 || !fields[0] ? filter : { all: 'and', rules: [freshRule(fields.find((field) => field.key === object.title) ?? fields[0])] }))
  const count = useLiveCount(object, draft, search)
  const setRule = (at: number, rule: Rule): void => { setDraft({ ...draft, rules: draft.rules.map((each, index) => (index === at ? rule : each)) }) }
  const add = (): void => {
    const used = new Set(draft.rules.map((rule) => rule.field))
    const field = fields.find((each) => !used.has(each.key)) ?? fields[0]
    if (field) setDraft({ ...draft, rules: [...draft.rules, freshRule(field)] })
  }
  const finished = (): Filter => ({ ...draft, rules: draft.rules.filter((rule) => conditionOf(rule, fields) !== null) })
  return (
    <form className="filter" onSubmit={(event) => { event.preventDefault(); onApply(finished()) }}>
      <ol className="rules">
        {draft.rules.map((rule, index) => (
          <RuleRow
            key={index} rule={rule} index={index} all={draft.all} fields={fields} speech={speech} onRule={(next) => { setRule(index, next) }}
            onAll={(all) => { setDraft({ ...draft, all }) }} onRemove={() => { setDraft({ ...draft, rules: draft.rules.filter((_, at) => at !== index) }) }}
          />
        ))}
      </ol>
      {draft.rules.length === 0 && <p className="muted">{t('filter.none')}</p>}
      <div className="filter-foot">
        <Button look="plain" onClick={add}><Plus size={16} aria-hidden="true" />{t('filter.add')}</Button>
        <span className="grow filter-count" role="status">{count.state === 'ready' ? t('filter.matches', { count: count.value, n: formatNumber(count.value) }) : count.state === 'failed' ? count.message : ''}</span>
        <Button onClick={onCancel}>{t('act.cancel')}</Button>
        <Button look="primary" type="submit">{t('act.apply')}</Button>
      </div>
    </form>
  )
}
