import { useId, type ReactNode } from 'react'
import './field.css'

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
