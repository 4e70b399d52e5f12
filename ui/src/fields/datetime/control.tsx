import { DateInput } from '@/ui/DateInput'
import { useT } from '@/i18n'
import { WordsControl } from '../inputs'
import type { ControlProps, ControlUi } from '../types'
import { textOf } from '../values'

function DatetimeControl({ id, label, value, onChange, invalid, describedBy, autoFocus, disabled }: ControlProps) {
  const t = useT()
  const [day = '', time = ''] = textOf(value).split(' ')
  const set = (nextDay: string, nextTime: string): void => { onChange([nextDay, nextTime].filter(Boolean).join(' ')) }
  return (
    <div className="when">
      <DateInput id={id} label={label} value={day} onChange={(next) => { set(next, time) }} invalid={invalid} describedBy={describedBy} autoFocus={autoFocus} disabled={disabled} />
      <input className="input num" aria-label={t('time.clock')} placeholder="HH:MM" inputMode="numeric" autoComplete="off" value={time} disabled={disabled} onChange={(event) => { set(day, event.target.value) }} />
    </div>
  )
}

export const datetimeControl: ControlUi = { Control: DatetimeControl, Many: WordsControl, picks: false }
