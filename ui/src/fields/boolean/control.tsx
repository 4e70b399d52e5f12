import { useT } from '@/i18n'
import { Picker, type Option } from '@/ui/Picker'
import { WordsControl } from '../inputs'
import type { ControlProps, ControlUi } from '../types'

function BooleanControl({ value, onChange, id, label, autoOpen, invalid, describedBy, disabled }: ControlProps) {
  const t = useT()
  const options: Option[] = [{ key: 'true', label: t('yes') }, { key: 'false', label: t('no') }]
  const chosen = options.filter((option) => typeof value === 'boolean' && option.key === String(value))
  return (
    <Picker
      id={id} label={label} value={chosen} options={options} autoOpen={autoOpen} invalid={invalid} describedBy={describedBy} disabled={disabled}
      onChange={([option]) => { onChange(option ? option.key === 'true' : null) }}
    />
  )
}

export const booleanControl: ControlUi = { Control: BooleanControl, Many: WordsControl, picks: true }
