import type { Field, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'

/** A cell as spreadsheets read it: quoted where it has tabs, breaks or quotes. */
export function tsvCell(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function toTsv(records: readonly (Rec | null)[], fields: readonly Field[], speech: Speech): string {
  return records
    .map((record) => fields.map((field) => (record ? tsvCell(cellText(record, field, speech)) : '')).join('\t'))
    .join('\n')
}

/** Masked values are copied as their mask. */
function cellText(record: Rec, field: Field, speech: Speech): string {
  const value = valueIn(record, field.key)
  if (record._masked?.includes(field.key)) return typeof value === 'string' ? value : ''
  return kindOf(field).toText(value, field, speech)
}
