import type { Condition, Field, ObjectMeta } from '@/api/types'
import { shownFields } from '@/meta/objects'

/** Records of another object that lead to one, by a field of theirs. */
export interface Relation { object: ObjectMeta; field: Field }
const COLUMNS = 5

/** Which records lead to a record. */
export function pointsTo({ field }: Relation, id: string): Condition {
  return field.kind === 'relations' ? { field: field.key, op: 'has_any', value: [id] } : { field: field.key, op: 'eq', value: id }
}

/** What a table of them shows: the title first, then the first fields of their own. */
export function relatedColumns({ object, field }: Relation): Field[] {
  const fields = shownFields(object).filter((each) => each.key !== field.key && (each.kind !== 'long_text' || each.key === object.title) && !(each.system && each.key !== 'owner'))
  const title = fields.filter((each) => each.key === object.title)
  return [...title, ...fields.filter((each) => each.key !== object.title)].slice(0, COLUMNS)
}
