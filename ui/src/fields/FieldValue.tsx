import { Lock } from 'lucide-react'
import type { Field, Rec, Value } from '@/api/types'
import { kindOf } from './registry'
import type { Speech } from './types'
import { isEmptyValue } from './values'

/** The value of a field in a flat record. */
export function valueIn(record: Rec, key: string): Value {
  return record[key] as Value
}

interface FieldValueProps { field: Field; record: Rec; speech: Speech; dash?: boolean }

/** A value as the person may see it: masked values carry a lock, and where wanted the empty one a dash. */
export function FieldValue({ field, record, speech, dash }: FieldValueProps) {
  const value = valueIn(record, field.key)
  if (record._masked?.includes(field.key)) {
    const said = typeof value === 'string' && value ? value : '＊＊＊'
    return <span className="masked" title={speech.t('field.masked')}><Lock size={12} aria-hidden="true" /><span className="num">{said}</span><span className="sr-only">{speech.t('field.masked')}</span></span>
  }
  if (isEmptyValue(value)) return dash ? <span className="nil">—</span> : null
  const { Cell } = kindOf(field)
  return <Cell value={value} field={field} speech={speech} />
}
