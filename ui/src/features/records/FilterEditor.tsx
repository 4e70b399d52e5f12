import { Braces, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Field, ObjectMeta, Op, Value } from '@/api/types'
import { canFilter, conditionOf, DEEPEST, finished, freshRule, isGroup, replaceAt, shapeOf, withOp, type Filter, type FilterNode, type Joint, type Rule } from '@/conditions/model'
import { fieldsAt } from '@/conditions/read'
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

interface FilterEditorProps { object: ObjectMeta; objects: readonly ObjectMeta[]; filter: Filter; search: string | undefined; onApply: (filter: Filter) => void; onCancel: () => void }

/** What every part of the editor shares. */
interface Shared { object: ObjectMeta; objects: readonly ObjectMeta[]; options: Option[]; speech: Speech; onNode: (place: readonly number[], node: FilterNode | null) => void }

const JOINTS: readonly Joint[] = ['and', 'or', 'none']

/** The object's own fields, and those of the records that it leads to: `客户 › 等级`. */
function pathOptions(object: ObjectMeta, objects: readonly ObjectMeta[], speech: Speech): Option[] {
  const own = shownFields(object).filter(canFilter)
  const near = own.filter((field) => field.kind === 'relation' || field.kind === 'relations').flatMap((field) => {
    const target = objects.find((each) => each.key === field.target)
    const fields = target ? shownFields(target).filter(canFilter) : []
    return fields.map((each): Option => ({ key: `${field.key}.${each.key}`, label: `${speech.words(field.label)} › ${speech.words(each.label)}` }))
  })
  return [...own.map((field): Option => ({ key: field.key, label: speech.words(field.label) })), ...near]
}

interface RuleRowProps extends Shared { rule: Rule; place: readonly number[] }

function RuleRow({ rule, place, object, objects, options, speech, onNode }: RuleRowProps) {
  const { t, words } = speech
  const path = fieldsAt(object, objects, rule.field)
  const field = path?.at(-1)
  const ops = field ? opsOf(field) : []
  const unfinished = conditionOf(rule, object.fields) === null && rule.value !== undefined
  const chosen = options.find((option) => option.key === rule.field) ?? (path ? { key: rule.field, label: path.map((each) => words(each.label)).join(' › ') } : undefined)
  const pick = (key: string | undefined): void => {
    const next = key === undefined ? undefined : fieldsAt(object, objects, key)?.at(-1)
    if (next && key !== undefined) onNode(place, freshRule(next, key))
  }
  return (
    <li className="rule" data-unfinished={unfinished}>
      <Picker className="rule-field" label={t('filter.field')} options={options} value={chosen ? [chosen] : []} onChange={([option]) => { pick(option?.key) }} />
      <select className="sel rule-op" aria-label={t('filter.op')} value={rule.op} onChange={(event) => { const op = ops.find((each: Op) => each === event.target.value); if (op) onNode(place, withOp(rule, op)) }}>
        {field && ops.map((op) => <option key={op} value={op}>{opText(op, field, speech)}</option>)}
      </select>
      <div className="rule-value">{field && shapeOf(rule.op) !== 'none' && <FilterValue rule={rule} field={field} onChange={(value: Value | Value[]) => { onNode(place, { ...rule, value }) }} />}</div>
      <IconButton label={t('filter.remove')} onClick={() => { onNode(place, null) }}><Trash2 size={16} /></IconButton>
    </li>
  )
}

interface GroupBoxProps extends Shared { group: Filter; place: readonly number[]; fields: readonly Field[] }

/** Sentences and groups that hold together. The outermost one has no frame. */
function GroupBox({ group, place, fields, ...shared }: GroupBoxProps) {
  const { t } = shared.speech
  const { onNode } = shared
  const add = (node: FilterNode): void => { onNode(place, { ...group, rules: [...group.rules, node] }) }
  const fresh = (): Rule | undefined => {
    const used = new Set(group.rules.map((node) => (isGroup(node) ? '' : node.field)))
    const field = fields.find((each) => !used.has(each.key)) ?? fields[0]
    return field && freshRule(field)
  }
  const isInner = place.length > 0
  return (
    <div className={isInner ? 'rule-group' : 'rule-all'} role="group" aria-label={isInner ? t('filter.group') : undefined}>
      <div className="row rule-joint">
        <select className="sel" aria-label={t('filter.join')} value={group.all} onChange={(event) => { const all = JOINTS.find((each) => each === event.target.value); if (all) onNode(place, { ...group, all }) }}>
          {JOINTS.map((joint) => <option key={joint} value={joint}>{t(`filter.joint.${joint}`)}</option>)}
        </select>
        <span className="grow" />
        {isInner && <IconButton label={t('filter.removeGroup')} onClick={() => { onNode(place, null) }}><Trash2 size={16} /></IconButton>}
      </div>
      <ol className="rules">
        {group.rules.map((node, index) => (isGroup(node)
          ? <li key={index}><GroupBox group={node} place={[...place, index]} fields={fields} {...shared} /></li>
          : <RuleRow key={index} rule={node} place={[...place, index]} {...shared} />))}
      </ol>
      <div className="row">
        <Button look="plain" onClick={() => { const rule = fresh(); if (rule) add(rule) }}><Plus size={16} aria-hidden="true" />{t('filter.add')}</Button>
        {place.length + 1 < DEEPEST && <Button look="plain" onClick={() => { const rule = fresh(); if (rule) add({ all: group.all === 'and' ? 'or' : 'and', rules: [rule] }) }}><Braces size={16} aria-hidden="true" />{t('filter.addGroup')}</Button>}
      </div>
    </div>
  )
}

/** Sentences of field, operator and value, in groups of and / or, with the true number of matches while they are written. */
export function FilterEditor({ object, objects, filter, search, onApply, onCancel }: FilterEditorProps) {
  const speech = useSpeech()
  const { t } = speech
  const fields = shownFields(object).filter(canFilter)
  const [draft, setDraft] = useState<Filter>(() => (filter.rules.length > 0 || !fields[0] ? filter : { all: 'and', rules: [freshRule(fields.find((field) => field.key === object.title) ?? fields[0])] }))
  const count = useLiveCount(object, draft, search)
  const onNode = (place: readonly number[], node: FilterNode | null): void => {
    setDraft(place.length === 0 ? (node && isGroup(node) ? node : draft) : replaceAt(draft, place, node))
  }
  return (
    <form className="filter" onSubmit={(event) => { event.preventDefault(); onApply(finished(draft, object.fields)) }}>
      <GroupBox group={draft} place={[]} fields={fields} object={object} objects={objects} options={pathOptions(object, objects, speech)} speech={speech} onNode={onNode} />
      {draft.rules.length === 0 && <p className="muted">{t('filter.none')}</p>}
      <div className="filter-foot">
        <span className="grow filter-count" role="status">{count.state === 'ready' ? t('filter.matches', { count: count.value, n: formatNumber(count.value) }) : count.state === 'failed' ? count.message : ''}</span>
        <Button onClick={onCancel}>{t('act.cancel')}</Button>
        <Button look="primary" type="submit">{t('act.apply')}</Button>
      </div>
    </form>
  )
}
