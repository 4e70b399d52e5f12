import type { ObjectMeta, Rec } from '@/api/types'
import { sectionsOf } from '@/form/sections'
import { useT, useWords } from '@/i18n'
import { FieldRow } from './FieldRow'
import { LinkedCards } from './LinkedCards'
import { NONE, type Fresh } from './useFresh'
import { useSaveField } from './useRecord'

interface FieldsProps {
  object: ObjectMeta
  /** To tell of the records that this one belongs to; without them it tells of itself alone. */
  objects?: readonly ObjectMeta[]
  record: Rec
  fresh?: Fresh
}
const ALONE: readonly ObjectMeta[] = []

/** All fields of a record by section. */
export function Fields({ object, objects = ALONE, record, fresh = NONE }: FieldsProps) {
  const t = useT()
  const words = useWords()
  const save = useSaveField(object, record.id)
  return (
    <div className="fields">
      <LinkedCards object={object} objects={objects} record={record} />
      {sectionsOf(object).map((section) => {
        const fields = section.fields.filter((field) => field.key in record)
        if (fields.length === 0) return null
        const title = section.label ? words(section.label) : section.key === ' system' ? t('record.system') : t('record.basic')
        return (
          <section key={section.key} aria-label={title}>
            <h2>{title}</h2>
            <dl>{fields.map((field) => <FieldRow key={field.key} object={object} record={record} field={field} freshBy={fresh.keys.has(field.key) ? fresh.by : null} onSave={save} />)}</dl>
          </section>
        )
      })}
    </div>
  )
}
