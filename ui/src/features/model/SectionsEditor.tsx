import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useT, useWords } from '@/i18n'
import { Button, IconButton } from '@/ui/Button'
import type { OptionDef } from './model'

interface SectionsProps { sections: readonly OptionDef[]; used: ReadonlySet<string>; onChange: (sections: OptionDef[]) => void }

function nextKey(sections: readonly OptionDef[]): string {
  let n = sections.length + 1
  while (sections.some((section) => section.key === `section_${n}`)) n += 1
  return `section_${n}`
}

/** The sections that fields stand in: names and order; one that has no fields can go. */
export function SectionsEditor({ sections, used, onChange }: SectionsProps) {
  const t = useT()
  const words = useWords()
  const swap = (at: number, step: -1 | 1): void => {
    const [one, other] = [sections[at], sections[at + step]]
    if (one && other) onChange(sections.map((each, place) => (place === at ? other : place === at + step ? one : each)))
  }
  return (
    <fieldset className="model-options">
      <legend className="field-label">{t('model.part.sections')}</legend>
      <ul>
        {sections.map((section, at) => {
          const name = words(section.label)
          return (
            <li key={section.key} className="row model-section">
              <input className="input" required maxLength={60} aria-label={t('model.sectionName', { name })} value={section.label.zh ?? ''} onChange={(event) => { onChange(sections.map((each, place) => (place === at ? { ...each, label: { ...each.label, zh: event.target.value } } : each))) }} />
              <IconButton label={`${t('model.up')} ${name}`} disabled={at === 0} onClick={() => { swap(at, -1) }}><ArrowUp size={16} /></IconButton>
              <IconButton label={`${t('model.down')} ${name}`} disabled={at === sections.length - 1} onClick={() => { swap(at, 1) }}><ArrowDown size={16} /></IconButton>
              <IconButton label={used.has(section.key) ? t('model.sectionUsed') : `${t('act.delete')} ${name}`} disabled={used.has(section.key)} onClick={() => { onChange(sections.filter((_, place) => place !== at)) }}><X size={16} /></IconButton>
            </li>
          )
        })}
      </ul>
      <Button small onClick={() => { onChange([...sections, { key: nextKey(sections), label: { zh: t('model.newSection') } }]) }}><Plus size={14} aria-hidden="true" />{t('model.addSection')}</Button>
    </fieldset>
  )
}
