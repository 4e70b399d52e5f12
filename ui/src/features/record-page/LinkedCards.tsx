import { Phone } from 'lucide-react'
import type { Field, ObjectMeta, Rec, Ref } from '@/api/types'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue, isRefValue, textOf } from '@/fields/values'
import { fieldOf, shownFields, tagFields } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { Go } from '@/ui/Go'
import { useRecord } from './useRecord'

const REACH = new Set(['phone', 'email'])
const MOST = 4

/** How to reach whoever it is, and what kind of record it is. */
function tellingFields(object: ObjectMeta, record: Rec): Field[] {
  const reach = shownFields(object).filter((field) => REACH.has(field.kind))
  return [...tagFields(object), ...reach].filter((field) => !isEmptyValue(valueIn(record, field.key))).slice(0, MOST)
}

function Card({ field, object, value }: { field: Field; object: ObjectMeta; value: Ref }) {
  const speech = useSpeech()
  const record = useRecord(object, value.id).data
  const fields = record ? tellingFields(object, record) : []
  if (!record || fields.length === 0) return null
  const number = (each: Field): string => (each.kind === 'phone' && !record._masked?.includes(each.key) ? textOf(valueIn(record, each.key)) : '')
  return (
    <section className="linked card" aria-label={`${speech.words(field.label)} ${value.title}`}>
      <div className="linked-head"><span className="muted">{speech.words(field.label)}</span><Go className="ellipsis" to={recordHref(object.key, value.id)} title={value.title}>{value.title}</Go></div>
      <dl>
        {fields.map((each) => (
          <div key={each.key}>
            <dt className="muted">{speech.words(each.label)}</dt>
            <dd><FieldValue field={each} record={record} speech={speech} />{number(each) && <a className="linked-call" href={`tel:${number(each).replace(/[^\d+]/g, '')}`} aria-label={speech.t('field.call', { name: number(each) })}><Phone size={14} /></a>}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The records that this one belongs to, as they are now: a customer's number changes on the page of each of her projects. */
export function LinkedCards({ object, objects, record }: { object: ObjectMeta; objects: readonly ObjectMeta[]; record: Rec }) {
  const links = shownFields(object).flatMap((field) => {
    const value = valueIn(record, field.key)
    const target = field.kind === 'relation' && field.target !== object.key ? objects.find((each) => each.key === field.target) : undefined
    return target && isRefValue(value) && fieldOf(target, target.title) ? [{ field, target, value }] : []
  })
  if (links.length === 0) return null
  return <div className="linkeds">{links.map(({ field, target, value }) => <Card key={`${field.key} ${value.id}`} field={field} object={target} value={value} />)}</div>
}
