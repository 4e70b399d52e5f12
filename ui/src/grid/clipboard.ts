import type { Field, FieldKind, Rec, Value } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { textOf } from '@/fields/values'
import { tsvCell } from './tsv'

/** Cells as our own lists take them back, with everything that a text would lose: ids, currencies, parts of addresses. */
export const OWN = 'application/x-kedang-cells+json'
export interface OwnCells { kinds: { kind: FieldKind; key: string; object: string }[]; rows: (Value | undefined)[][] }

export function toTsv(records: readonly (Rec | null)[], fields: readonly Field[], speech: Speech): string {
  return records.map((record) => fields.map((field) => (record ? tsvCell(cellText(record, field, speech)) : '')).join('\t')).join('\r\n')
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char] ?? char).replaceAll('\n', '<br style="mso-data-placement:same-cell">')
/** Kinds that a spreadsheet may read as numbers or dates; the others stay texts, long digits and leading zeros included. */
const COUNTED = new Set<FieldKind>(['number', 'percent', 'money', 'date', 'datetime'])

export function toHtml(records: readonly (Rec | null)[], fields: readonly Field[], speech: Speech): string {
  const cell = (record: Rec | null, field: Field): string => `<td${COUNTED.has(field.kind) ? '' : ' style="mso-number-format:\'\\@\'"'}>${record ? escaped(cellText(record, field, speech)) : ''}</td>`
  return `<table>${records.map((record) => `<tr>${fields.map((field) => cell(record, field)).join('')}</tr>`).join('')}</table>`
}

export function toOwn(object: string, records: readonly (Rec | null)[], fields: readonly Field[]): string {
  const value = (record: Rec | null, field: Field): Value | undefined => (!record || record._masked?.includes(field.key) ? undefined : valueIn(record, field.key) ?? null)
  const cells: OwnCells = { kinds: fields.map(({ kind, key }) => ({ kind, key, object })), rows: records.map((record) => fields.map((field) => value(record, field))) }
  return JSON.stringify(cells)
}

/** What a spreadsheet understands: amounts without a symbol, hundredths with theirs, days as 2026-11-24. Masked values are copied as their mask. */
export function cellText(record: Rec, field: Field, speech: Speech): string {
  const value = valueIn(record, field.key)
  if (record._masked?.includes(field.key)) return typeof value === 'string' ? value : ''
  const kind = kindOf(field)
  const text = kind.typed ? textOf(kind.toDraft(value, field)) : kind.toText(value, field, speech)
  return field.kind === 'percent' && text ? `${text}%` : text
}
