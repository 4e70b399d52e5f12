import { Ellipsis, Plus } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { isSubmitEnter } from '@/ui/keys'
import { MenuButton, type MenuItem } from '@/ui/Menu'
import { MergeOptions } from './MergeOptions'
import type { FieldDef, OptionDef } from './model'
import { useCounts } from './useModel'

const COLORS = ['', 'blue', 'cyan', 'purple', 'orange', 'green', 'red', 'pink', 'lime', 'brown'] as const

interface EditorProps { object: string; field: FieldDef; stored: FieldDef | null; onChange: (options: OptionDef[]) => void; onMerged: () => void }

interface LineProps { option: OptionDef; count: number | undefined; items: MenuItem[]; onChange: (option: OptionDef) => void }

function Line({ option, count, items, onChange }: LineProps) {
  const t = useT()
  const words = useWords()
  const name = words(option.label)
  const [aka, setAka] = useState((option.aka ?? []).join('、'))
  return (
    <li className="model-option" data-option={option.key} data-off={option.is_retired ?? false}>
      <Tag color={option.color ?? null}>{name || '…'}</Tag>
      <input className="input" aria-label={t('model.option.name', { name })} maxLength={100} value={option.label.zh ?? ''} onChange={(event) => { onChange({ ...option, label: { ...option.label, zh: event.target.value } }) }} />
      <input className="input" lang="en" aria-label={t('model.option.nameEn', { name })} placeholder="English" maxLength={100} value={option.label.en ?? ''} onChange={(event) => { const rest = { zh: option.label.zh ?? '' }; onChange({ ...option, label: event.target.value ? { ...rest, en: event.target.value } : rest }) }} />
      <select className="sel" aria-label={t('model.option.color', { name })} value={option.color ?? ''} onChange={(event) => { onChange({ ...option, color: event.target.value || null }) }}>{COLORS.map((color) => <option key={color} value={color}>{t(`model.color.${color || 'gray'}`)}</option>)}</select>
      <input className="input model-aka" aria-label={t('model.option.aka', { name })} placeholder={t('model.option.akaShort')} value={aka} onChange={(event) => { setAka(event.target.value); onChange({ ...option, aka: event.target.value.split(/[,，、;；]/).map((word) => word.trim()).filter(Boolean) }) }} />
      <span className="num muted model-option-count">{option.is_retired ? t('model.option.retired') : count === undefined ? t('model.option.new') : t('model.records', { count, n: formatNumber(count) })}</span>
      <MenuButton label={t('model.actions', { name })} icon={<Ellipsis size={16} />} groups={[{ key: 'do', items }]} />
    </li>
  )
}

function NewOption({ taken, onAdd }: { taken: ReadonlySet<string>; onAdd: (name: string) => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const name = text.trim()
  const add = (): void => { if (name && !taken.has(name)) { onAdd(name); setText('') } }
  const onKeyDown = (event: KeyboardEvent): void => { if (isSubmitEnter(event)) { event.preventDefault(); add() } }
  return (
    <div className="row model-option-add">
      <input className="input" aria-label={t('model.option.add')} placeholder={t('model.option.add')} maxLength={100} value={text} onChange={(event) => { setText(event.target.value) }} onKeyDown={onKeyDown} aria-invalid={taken.has(name)} />
      <Button onClick={add} disabled={!name || taken.has(name)}><Plus size={16} aria-hidden="true" />{t('model.option.addIt')}</Button>
      {taken.has(name) && <span className="field-error" role="alert">{t('model.option.taken')}</span>}
    </div>
  )
}

/** The list of a choice: names, colours, order, other words, what holds each; options retire and come back, and one may become another. */
export function OptionsEditor({ object, field, stored, onChange, onMerged }: EditorProps) {
  const t = useT()
  const words = useWords()
  const counts = useCounts(object, stored && (stored.kind === 'choice' || stored.kind === 'choices') ? stored.key : null).data?.options
  const [merged, setMerged] = useState<OptionDef | null>(null)
  const options = field.options ?? []
  const known = new Set((stored?.options ?? []).map((option) => option.key))
  const put = (at: number, option: OptionDef): void => { onChange(options.map((each, place) => (place === at ? option : each))) }
  const move = (at: number, step: -1 | 1): void => {
    const [one, other] = [options[at], options[at + step]]
    if (one && other) onChange(options.map((each, place) => (place === at ? other : place === at + step ? one : each)))
  }
  const isDirty = JSON.stringify(options) !== JSON.stringify(stored?.options ?? [])
  const itemsOf = (option: OptionDef, at: number): MenuItem[] => [
    { key: 'up', label: t('model.up'), onPick: () => { move(at, -1) }, ...(at === 0 ? { disabled: t('model.atTheEnd') } : {}) },
    { key: 'down', label: t('model.down'), onPick: () => { move(at, 1) }, ...(at === options.length - 1 ? { disabled: t('model.atTheEnd') } : {}) },
    ...(known.has(option.key) ? [
      { key: 'retire', label: t(option.is_retired ? 'model.turnOn' : 'model.turnOff'), onPick: () => { put(at, { ...option, is_retired: !option.is_retired }) } },
      { key: 'merge', label: t('model.option.merge'), onPick: () => { setMerged(option) }, ...(isDirty ? { disabled: t('model.option.saveFirst') } : {}) },
    ] : [{ key: 'remove', label: t('model.option.remove'), danger: true, onPick: () => { onChange(options.filter((_, place) => place !== at)) } }]),
  ]
  const taken = new Set(options.flatMap((option) => [option.key, ...Object.values(option.label)]))
  return (
    <fieldset className="model-options">
      <legend className="field-label">{t('model.part.options')}</legend>
      <ul>{options.map((option, at) => <Line key={option.key} option={option} count={known.has(option.key) ? counts?.[option.key] ?? (counts ? 0 : undefined) : undefined} items={itemsOf(option, at)} onChange={(next) => { put(at, next) }} />)}</ul>
      {options.length === 0 && <p className="muted">{t('model.option.none')}</p>}
      <NewOption taken={taken} onAdd={(name) => { onChange([...options, { key: name, label: { zh: name } }]) }} />
      <p className="field-help">{t('model.option.help')}</p>
      {merged && stored && <MergeOptions object={object} field={stored} option={merged} name={words(merged.label)} onClose={() => { setMerged(null) }} onMerged={onMerged} />}
    </fieldset>
  )
}
