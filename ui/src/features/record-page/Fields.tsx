import type { ObjectMeta, Rec } from '@/api/types'
import { sectionsOf } from '@/form/sections'
import { useT, useWords } from '@/i18n'
import { FieldRow } from './FieldRow'
import { useSaveField } from './useRecord'

/** All fields of a record by section. */
export function Fields({ object, record }: { object: ObjectMeta; record: Rec }) {
  const t = useT()
  const words = useWords()
  const save = useSaveField(object, record.id)
  return (
    <div className="fields">
      {sectionsOf(object).map((section) => {
        const fields = section.fields.filter((field) => field.key in record)
        if (fields.length === 0) return null
        const title = section.label ? words(section.label) : section.key === ' system' ? t('record.system') : t('record.basic')
        return (
          <section key={section.key} aria-label={title}>
            <h2>{title}</h2>
            <dl>{fields.map((field) => <FieldRow key={field.key} object={object} record={record} field={field} onSave={save} />)}</dl>
          </section>
        )
      })}
    </div>
  )
}
