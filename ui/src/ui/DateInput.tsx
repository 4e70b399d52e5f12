import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useT } from '@/i18n'
import { addDays, isDay, readDay, today } from '@/i18n/zone'
import { Button, IconButton } from './Button'
import { hasCommand } from './keys'
import { usePhone } from './phone'
import { Popover } from './Popover'
import './calendar.css'

const WEEK = ['time.mon', 'time.tue', 'time.wed', 'time.thu', 'time.fri', 'time.sat', 'time.sun'] as const

/** Six weeks from the Monday on or before the first of the month. */
export function monthDays(month: string): string[] {
  const first = `${month}-01`
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  return Array.from({ length: 42 }, (_, index) => addDays(first, index - weekday))
}

function shiftMonth(month: string, by: number): string {
  const at = new Date(`${month}-01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + by)
  return at.toISOString().slice(0, 7)
}

function Calendar({ day, onPick }: { day: string; onPick: (day: string) => void }) {
  const t = useT()
  const [at, setAt] = useState(isDay(day) ? day : today())
  const month = at.slice(0, 7)
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    setAt(addDays(at, step))
  }
  return (
    <div className="cal" onKeyDown={onKeyDown}>
      <div className="cal-head">
        <IconButton small label={t('time.before')} onClick={() => { setAt(`${shiftMonth(month, -1)}-01`) }}><ChevronLeft size={16} /></IconButton>
        <span aria-live="polite" className="num">{month}</span>
        <IconButton small label={t('time.after')} onClick={() => { setAt(`${shiftMonth(month, 1)}-01`) }}><ChevronRight size={16} /></IconButton>
      </div>
      <div className="cal-grid">
        {WEEK.map((key) => <span key={key}>{t(key)}</span>)}
        {monthDays(month).map((each) => (
          <button
            key={each} type="button" className="cal-day" data-out={!each.startsWith(month)} data-today={each === today()} aria-pressed={each === day}
            aria-label={each} tabIndex={each === at ? 0 : -1} data-autofocus={each === at || undefined} ref={(element) => { if (each === at && element?.closest('.cal')?.contains(document.activeElement)) element.focus() }}
            onClick={() => { onPick(each) }}
          >{Number(each.slice(8))}</button>
        ))}
      </div>
      <Button look="link" onClick={() => { onPick(today()) }}>{t('time.today')}</Button>
    </div>
  )
}

interface DateInputProps {
  id?: string
  label?: string | undefined
  value: string
  onChange: (value: string) => void
  invalid?: boolean
  describedBy?: string | undefined
  autoFocus?: boolean
  disabled?: boolean
}

/** A day: typed freely or picked; the phone's own wheel on phones. The value is what was typed until it reads as a day. */
export function DateInput({ id, label, value, onChange, invalid, describedBy, autoFocus, disabled }: DateInputProps) {
  const t = useT()
  const phone = usePhone()
  const [anchor, setAnchor] = useState<HTMLDivElement | null>(null)
  const [open, setOpen] = useState(false)
  const shared = { id, 'aria-label': label, 'aria-invalid': invalid, 'aria-describedby': describedBy, autoFocus, disabled, className: 'input num' }
  if (phone) return <input type="date" value={isDay(value) ? value : ''} onChange={(event) => { onChange(event.target.value) }} {...shared} />
  return (
    <div className="input-box" ref={setAnchor}>
      <input
        type="text" inputMode="numeric" autoComplete="off" placeholder="YYYY-MM-DD" value={value} {...shared}
        onChange={(event) => { onChange(event.target.value) }}
        onBlur={() => { const read = readDay(value); if (read) onChange(read) }}
        onKeyDown={(event) => { if (event.key === 'ArrowDown' && (event.altKey || hasCommand(event) || !open)) { event.preventDefault(); setOpen(true) } }}
      />
      <IconButton small className="tail" label={t('time.pick')} disabled={disabled} aria-expanded={open} onClick={() => { setOpen(!open) }}><CalendarDays size={16} /></IconButton>
      {open && anchor && (
        <Popover anchor={anchor} onClose={() => { setOpen(false) }} label={t('time.pick')}>
          <Calendar day={readDay(value) ?? ''} onPick={(day) => { onChange(day); setOpen(false); anchor.querySelector('input')?.focus() }} />
        </Popover>
      )}
    </div>
  )
}
