import { useId, type ReactNode } from 'react'

export function Tag({ color, children, title }: { color?: string | null; children: ReactNode; title?: string }) {
  return <span className={`tag ${color ? `tag-${color}` : ''}`} title={title}>{children}</span>
}

const HUES = 8

/** The same colour for the same name, everywhere. */
export function hueOf(name: string): number {
  let sum = 0
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return sum % HUES
}

/** A Chinese given name says more than the family name, but firms are used to see the first character. */
export function Avatar({ name, size = 's', square }: { name: string; size?: 's' | 'm' | 'l'; square?: boolean }) {
  const first = [...name.trim()][0]?.toUpperCase() ?? '?'
  return <span aria-hidden="true" className={`avatar hue${hueOf(name)} ${size === 's' ? '' : `avatar-${size}`} ${square ? 'avatar-square' : ''}`}>{first}</span>
}

export function Skeleton({ width, height }: { width?: number | string; height?: number }) {
  return <span className="skel" style={{ width, height }} />
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>
}

export interface TabItem { key: string; label: string; count?: string | undefined }

/** Tabs that change what stands below them; the arrow keys move between them. */
export function Tabs({ items, value, onChange, label, panel }: { items: TabItem[]; value: string; onChange: (key: string) => void; label: string; panel: string }) {
  return (
    <div
      className="tabs" role="tablist" aria-label={label}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (step === 0) return
        const at = items.findIndex((item) => item.key === value)
        const next = items[(at + step + items.length) % items.length]
        if (!next) return
        event.preventDefault()
        onChange(next.key)
        event.currentTarget.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus()
      }}
    >
      {items.map((item) => (
        <button
          key={item.key} type="button" role="tab" className="tab" data-key={item.key} aria-selected={item.key === value}
          aria-controls={item.key === value ? panel : undefined} tabIndex={item.key === value ? 0 : -1} onClick={() => { onChange(item.key) }}
        >
          {item.label}{item.count !== undefined && <small>{item.count}</small>}
        </button>
      ))}
    </div>
  )
}

export interface ControlIds { id: string; describedBy: string | undefined; invalid: boolean }
interface FieldBoxProps {
  label: ReactNode
  required?: boolean
  help?: string | undefined
  error?: string | undefined
  warning?: ReactNode
  children: (ids: ControlIds) => ReactNode
}

/** A label above a control, with help and what is wrong below it. */
export function FieldBox({ label, required, help, error, warning, children }: FieldBoxProps) {
  const id = useId()
  const note = error ?? help
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>{label}{required && <span className="req" aria-hidden="true">*</span>}</label>
      {children({ id, describedBy: note ? `${id}-note` : undefined, invalid: error !== undefined })}
      {note && <div id={`${id}-note`} className={error ? 'field-error' : 'field-help'} role={error ? 'alert' : undefined}>{note}</div>}
      {warning}
    </div>
  )
}
