import { useT } from '@/i18n'
import { icons } from '@/meta/icons'

/** The icons that an object may have. */
export function IconPicker({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const t = useT()
  return (
    <fieldset className="model-icons">
      <legend className="field-label">{t('model.part.icon')}</legend>
      {Object.entries(icons).map(([name, Icon]) => (
        <label key={name} title={name} data-on={value === name}><input type="radio" className="sr-only" name="icon" aria-label={name} checked={value === name} onChange={() => { onChange(name) }} /><Icon size={18} aria-hidden="true" /></label>
      ))}
    </fieldset>
  )
}
