import { Problem } from '@/api/client'
import { updateRecord } from '@/api/records'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { showRecord } from '@/grid/lists'
import { askConflict } from './conflicts'

export type Saved = { state: 'saved'; record: Rec } | { state: 'theirs'; version: number; value: Value } | { state: 'refused'; problem: Problem }

/** Saves one field. Where somebody else has changed the same field meanwhile, the person decides. */
export async function saveField(object: ObjectMeta, record: Rec, field: Field, value: Value): Promise<Saved> {
  const send = async (version: number): Promise<Saved> => {
    const saved = await updateRecord(object.key, record.id, version, { [field.key]: kindOf(field).toWire(value) })
    showRecord(object.key, saved)
    return { state: 'saved', record: saved }
  }
  try {
    return await send(record.version)
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    const conflict = cause.body.conflicts?.find((each) => each.field === field.key)
    if (cause.status !== 409 || !conflict || cause.body.version === undefined) return { state: 'refused', problem: cause }
    const theirs = conflict.theirs as Value
    const answer = await askConflict({ field, yours: value, theirs, title: record.title })
    if (answer === 'theirs') return { state: 'theirs', version: cause.body.version, value: theirs }
    return send(cause.body.version).catch((again: unknown) => { if (again instanceof Problem) return { state: 'refused', problem: again } as const; throw again })
  }
}

/** The reason of a refusal: what the server says of this field, else what it says of all. */
export function reasonOf(problem: Problem, field: string | null, fallback: string): string {
  return problem.fields.find((each) => each.field === field)?.message ?? (problem.message || fallback)
}
