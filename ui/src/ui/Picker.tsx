import { Check, ChevronDown, X } from 'lucide-react'
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useT } from '@/i18n'
import { isComposing, isSubmitEnter } from './keys'
import { Popover } from './Popover'
import './picker.css'

export interface Option { key: string; label: string; color?: string | undefined; note?: string | undefined; lead?: ReactNode }

export interface PickerProps {
  id?: string
  label?: string | undefined
  value: Option[]
  onChange: (value: Option[]) => void
  /** All choices, or how to look for them. */
  options: Option[] | ((text: string) => Promise<Option[]>)
  multi?: boolean
  /** Free words may be added. */
  free?: boolean
  autoOpen?: boolean
  placeholder?: string
  invalid?: boolean
  describedBy?: string | undefined
  disabled?: boolean
  className?: string
}

const SEARCH_MS = 200

function fits(option: Option, text: string): boolean {
  return `${option.label} ${option.key}`.toLowerCase().includes(text.trim().toLowerCase())
}

type Found = { text: string; options: Option[] } | { text: string; failed: true }

/** Choices for what was typed: at once from a list, debounced from the server. */
function useChoices(source: PickerProps['options'], text: string, open: boolean): { options: Option[]; state: 'ready' | 'loading' | 'failed' } {
  const [found, setFound] = useState<Found | null>(null)
  const load = typeof source === 'function' ? source : null
  useEffect(() => {
    if (!load || !open) return
    let stale = false
    const timer = setTimeout(() => {
      load(text).then(
        (options) => { if (!stale) setFound({ text, options }) },
        () => { if (!stale) setFound({ text, failed: true }) },
      )
    }, text ? SEARCH_MS : 0)
    return () => { stale = true; clearTimeout(timer) }
  }, [load, text, open])
  if (Array.isArray(source)) return { options: text ? source.filter((option) => fits(option, text)) : source, state: 'ready' }
  if (found && 'failed' in found && found.text === text) return { options: [], state: 'failed' }
  const options = found && 'options' in found ? found.options : []
  return { options, state: found?.text === text ? 'ready' : 'loading' }
}

/** A box to type into and a list to pick from; one or several; keyboard and reader friendly. */
export function Picker({ id, label, value, onChange, options: source, multi = false, free = false, autoOpen = false, placeholder, invalid, describedBy, disabled, className }: PickerProps) {
  const t = useT()
  const list = useId()
  const [anchor, setAnchor] = useState<HTMLDivElement | null>(null)
  const [open, setOpen] = useState(autoOpen)
  const [text, setText] = useState('')
  const first = Array.isArray(source) ? Math.max(0, source.findIndex((option) => option.key === value[0]?.key)) : 0
  const [active, setActive] = useState(first)
  const { options, state } = useChoices(source, text, open)
  const chosen = new Set(value.map((option) => option.key))
  const word = text.trim()
  const shown = free && word && !options.some((option) => option.label === word) ? [...options, { key: word, label: word, note: t('picker.add') }] : options
  const at = Math.min(active, shown.length - 1)

  const show = (): void => { if (!disabled && !open) { setOpen(true); setActive(first) } }
  const hide = (): void => { setOpen(false); setText('') }
  const pick = (option: Option): void => {
    if (!multi) { onChange([option]); hide(); return }
    onChange(chosen.has(option.key) ? value.filter((other) => other.key !== option.key) : [...value, option])
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (isComposing(event)) return
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      if (!open) show()
      else setActive(Math.max(0, Math.min(shown.length - 1, at + step)))
    } else if (isSubmitEnter(event) && open) {
      const option = shown[at]
      event.preventDefault()
      if (option) { event.stopPropagation(); pick(option) }
    } else if (event.key === 'Escape' && open && !autoOpen) {
      event.preventDefault()
      event.stopPropagation()
      hide()
    } else if (event.key === 'Backspace' && !text && value.length > 0) {
      onChange(value.slice(0, -1))
    }
  }
  const single = multi ? undefined : value[0]
  return (
    <div ref={setAnchor} className={`picker ${className ?? ''}`} data-invalid={invalid} onClick={(event) => { event.currentTarget.querySelector('input')?.focus(); show() }}>
      {multi && value.map((option) => (
        <span key={option.key} className={`tag token ${option.color ? `tag-${option.color}` : ''}`}>
          <span className="ellipsis">{option.label}</span>
          <button type="button" tabIndex={-1} aria-label={t('picker.remove', { name: option.label })} onClick={(event) => { event.stopPropagation(); onChange(value.filter((other) => other.key !== option.key)) }}><X size={12} /></button>
        </span>
      ))}
      <input
        id={id} role="combobox" aria-label={label} aria-expanded={open} aria-controls={open ? list : undefined} aria-autocomplete="list"
        aria-activedescendant={open && shown[at] ? `${list}-${at}` : undefined} aria-invalid={invalid} aria-describedby={describedBy}
        autoComplete="off" disabled={disabled} data-autofocus={autoOpen || undefined} autoFocus={autoOpen}
        placeholder={single ? single.label : value.length > 0 ? undefined : placeholder ?? t('picker.choose')}
        value={open ? text : (single?.label ?? text)}
        onChange={(event) => { setText(event.target.value); setOpen(true); setActive(0) }}
        onKeyDown={onKeyDown} onBlur={(event) => { if (!anchor?.contains(event.relatedTarget)) hide() }}
      />
      {single && !disabled && (
        <button type="button" tabIndex={-1} className="chip-x" aria-label={t('picker.clear')} onClick={(event) => { event.stopPropagation(); onChange([]) }}><X size={14} /></button>
      )}
      <ChevronDown size={16} className="picker-caret" aria-hidden="true" />
      {open && anchor && (
        <Popover anchor={anchor} onClose={hide} fit role="presentation" className="picker-list">
          <ul id={list} role="listbox" aria-label={label ?? t('picker.choose')} aria-multiselectable={multi || undefined} onPointerDown={(event) => { event.preventDefault() }}>
            {shown.map((option, index) => (
              <li
                key={option.key} id={`${list}-${index}`} role="option" className="picker-item" aria-selected={chosen.has(option.key)} data-active={index === at}
                ref={(element) => { if (index === at) element?.scrollIntoView?.({ block: 'nearest' }) }}
                onPointerMove={() => { if (index !== at) setActive(index) }}
                onClick={(event) => { event.stopPropagation(); pick(option) }}
              >
                {option.lead}
                {option.color ? <span className={`tag tag-${option.color}`}>{option.label}</span> : <span className="ellipsis">{option.label}</span>}
                {option.note && <small>{option.note}</small>}
                {chosen.has(option.key) && <Check size={16} aria-hidden="true" />}
              </li>
            ))}
            {shown.length === 0 && (
              <li className="picker-none" role="option" aria-selected="false" aria-disabled="true">
                {state === 'loading' ? t('picker.loading') : state === 'failed' ? t('picker.failed') : t('picker.none')}
              </li>
            )}
          </ul>
        </Popover>
      )}
    </div>
  )
}
