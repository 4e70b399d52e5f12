import { useCallback } from 'react'
import type { Field, Ref, Refs } from '@/api/types'
import { Picker, type Option } from '@/ui/Picker'
import type { ControlProps } from './types'
import { isRefs, isRefValue } from './values'

/** How to look for what a field can point to. */
export type Finder = (field: Field, text: string) => Promise<Option[]>

const asOption = (ref: Ref): Option => ({ key: ref.id, label: ref.title })
const asRef = (option: Option): Ref => ({ id: option.key, title: option.label })

/** Controls for one and for several references. */
export function refControls(find: Finder) {
  function OneRef({ value, onChange, field, id, label, autoOpen, invalid, describedBy, disabled }: ControlProps) {
    const options = useCallback((text: string) => find(field, text), [field])
    return (
      <Picker
        id={id} label={label} value={isRefValue(value) ? [asOption(value)] : []} options={options} autoOpen={autoOpen} invalid={invalid} describedBy={describedBy} disabled={disabled}
        onChange={([option]) => { onChange(option ? asRef(option) : null) }}
      />
    )
  }
  function ManyRefs({ value, onChange, field, id, label, autoOpen, invalid, describedBy, disabled }: ControlProps) {
    const options = useCallback((text: string) => find(field, text), [field])
    const chosen = isRefs(value) ? value.items : []
    const show = (items: Ref[]): Refs => ({ items, more: false })
    return (
      <Picker
        id={id} label={label} multi value={chosen.map(asOption)} options={options} autoOpen={autoOpen} invalid={invalid} describedBy={describedBy} disabled={disabled}
        onChange={(next) => { onChange(show(next.map(asRef))) }}
      />
    )
  }
  return { OneRef, ManyRefs }
}
