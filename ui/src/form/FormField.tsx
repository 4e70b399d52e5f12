import type { Field, Value } from '@/api/types'
import { controlOf } from '@/fields/controls'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { FieldBox } from '@/ui/FieldBox'
import type { FieldError } from './useRecordForm'

interface FormFieldProps { field: Field; value: Value; onChange: (value: Value) => void; error?: FieldError | undefined; autoFocus?: boolean }

const WIDE = new Set(['long_text', 'address', 'relations'])

export function isWide(field: Field): boolean {
  return WIDE.has(field.kind)
}

export function FormField({ field, value, onChange, error, autoFocus }: FormFieldProps) {
  const speech = useSpeech()
  const { Control } = controlOf(field)
  const said = error ? ('code' in error ? speech.t(error.code, { field: speech.words(field.label) }) : error.message) : undefined
  const label = speech.words(field.label)
  const shown = kindOf(field).typed && typeof value !== 'string' ? kindOf(field).toDraft(value, field) : value
  return (
    <FieldBox label={label} required={field.required ?? false} help={speech.words(field.help) || undefined} error={said}>
      {({ id, describedBy, invalid }) => (
        <Control id={id} label={field.kind === 'address' ? label : undefined} value={shown} field={field} onChange={onChange} autoFocus={autoFocus ?? false} invalid={invalid} describedBy={describedBy} />
      )}
    </FieldBox>
  )
}
