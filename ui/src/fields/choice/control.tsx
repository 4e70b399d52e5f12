import type { Choice, Field } from '@/api/types'
import { Picker, type Option } from '@/ui/Picker'
import type { ControlProps, ControlUi, Speech } from '../types'
import { useSpeech } from '../useSpeech'
import { listOf, textOf } from '../values'
import { optionOf } from './kind'

/** What can be chosen now: retired options only where they are the value already. */
export function optionsOf(field: Field, chosen: readonly string[], speech: Speech): Option[] {
  const show = (option: Choice): Option => ({ key: option.key, label: speech.words(option.label), color: option.color ?? undefined })
  return (field.options ?? []).filter((option) => !option.retired || chosen.includes(option.key)).map(show)
}

function chosenOf(field: Field, keys: readonly string[], speech: Speech): Option[] {
  return keys.map((key) => {
    const option = optionOf(field, key)
    return { key, label: option ? speech.words(option.label) : key, color: option?.color ?? undefined }
  })
}

function ChoiceControl({ value, onChange, field, id, label, autoOpen, invalid, describedBy, disabled }: ControlProps) {
  const speech = useSpeech()
  const keys = [textOf(value)].filter(Boolean)
  return (
    <Picker
      id={id} label={label} value={chosenOf(field, keys, speech)} options={optionsOf(field, keys, speech)} autoOpen={autoOpen} invalid={invalid} describedBy={describedBy} disabled={disabled}
      onChange={([option]) => { onChange(option?.key ?? null) }}
    />
  )
}

export function ChoicesControl({ value, onChange, field, id, label, autoOpen, invalid, describedBy, disabled }: ControlProps) {
  const speech = useSpeech()
  const keys = listOf(value)
  return (
    <Picker
      id={id} label={label} multi value={chosenOf(field, keys, speech)} options={optionsOf(field, keys, speech)} autoOpen={autoOpen} invalid={invalid} describedBy={describedBy} disabled={disabled}
      onChange={(next) => { onChange(next.map((option) => option.key)) }}
    />
  )
}

export const choiceControl: ControlUi = { Control: ChoiceControl, Many: ChoicesControl, picks: true }
