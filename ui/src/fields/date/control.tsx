import { DateInput } from '@/ui/DateInput'
import { WordsControl } from '../inputs'
import type { ControlProps, ControlUi } from '../types'
import { textOf } from '../values'

function DateControl({ id, label, value, onChange, invalid, describedBy, autoFocus, disabled }: ControlProps) {
  return <DateInput id={id} label={label} value={textOf(value)} onChange={onChange} invalid={invalid} describedBy={describedBy} autoFocus={autoFocus} disabled={disabled} />
}

export const dateControl: ControlUi = { Control: DateControl, Many: WordsControl, picks: false }
