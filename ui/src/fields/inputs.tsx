import type { InputHTMLAttributes } from 'react'
import { useT } from '@/i18n'
import { Picker, type Option } from '@/ui/Picker'
import type { ControlProps } from './types'
import { listOf, textOf } from './values'

type Native = Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'inputMode' | 'autoComplete' | 'placeholder' | 'className'>

/** What every native control of a field is told. */
export function nativeProps({ id, label, autoFocus, invalid, describedBy, disabled, field }: ControlProps) {
  return {
    id, 'aria-label': label, autoFocus, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy, disabled,
    'aria-required': field.required || undefined, 'data-autofocus': autoFocus || undefined,
  }
}

/** A control of one line for kinds that are typed. */
export function lineControl(native: Native = {}) {
  return function LineControl(props: ControlProps) {
    return (
      <input
        autoComplete="off" {...native} {...nativeProps(props)} className={`input ${native.className ?? ''}`}
        value={textOf(props.value)} onChange={(event) => { props.onChange(event.target.value) }}
      />
    )
  }
}

/** Several free words: for tags, and for conditions with a list. */
export function WordsControl({ id, label, value, onChange, autoOpen, invalid, describedBy, disabled }: ControlProps) {
  const t = useT()
  const words = listOf(value).map((word): Option => ({ key: word, label: word }))
  return (
    <Picker
      id={id} label={label} value={words} options={NO_OPTIONS} multi free autoOpen={autoOpen} invalid={invalid} describedBy={describedBy} disabled={disabled}
      placeholder={t('picker.type')} onChange={(next) => { onChange(next.map((option) => option.key)) }}
    />
  )
}

const NO_OPTIONS: Option[] = []
