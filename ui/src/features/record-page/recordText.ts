import type { Field, ObjectMeta, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { isEmptyValue } from '@/fields/values'
import { sectionsOf } from '@/form/sections'

/** A field's value as plain text; what is masked stays so, and says that it is. */
export function valueText(field: Field, record: Rec, speech: Speech): string {
  const value = valueIn(record, field.key)
  if (record._masked?.includes(field.key)) return typeof value === 'string' && value ? value : speech.t('field.masked')
  return isEmptyValue(value) ? '' : kindOf(field).toText(value, field, speech)
}

/** Everything that is filled in, by section, as one would paste it into a mail. */
export function recordText(object: ObjectMeta, record: Rec, speech: Speech): string {
  const parts = sectionsOf(object).filter((section) => section.key !== ' system').map((section) => {
    const lines = section.fields.map((field) => ({ label: speech.words(field.label), text: field.key in record ? valueText(field, record, speech) : '' })).filter((line) => line.text)
    const head = section.label ? speech.words(section.label) : speech.t('record.basic')
    return lines.length > 0 ? [`【${head}】`, ...lines.map((line) => `${line.label}${speech.lang === 'en' ? ': ' : '：'}${line.text}`)].join('\n') : ''
  })
  return [record.title, ...parts.filter(Boolean)].join('\n\n')
}
