import { useQueries } from '@tanstack/react-query'
import { call, newKey } from '@/api/client'
import { countOf, getRecord, queryRecords } from '@/api/records'
import type { Condition, Field, ObjectMeta, Rec, Value } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import { isEmptyValue } from '@/fields/values'
import { isEditable, shownFields, type relatedObjects } from '@/meta/objects'

export type Picks = Record<string, string>
type Relation = ReturnType<typeof relatedObjects>[number]

export function useCandidates(object: ObjectMeta, ids: readonly string[]) {
  return useQueries({ queries: ids.map((id) => ({ queryKey: ['record', object.key, id], queryFn: () => getRecord(object.key, id) })) })
}

function wire(record: Rec, field: Field): string {
  return JSON.stringify(kindOf(field).toWire(valueIn(record, field.key)))
}

/** Fields in which the records differ; the rest needs no decision. */
export function differing(object: ObjectMeta, records: readonly Rec[]): Field[] {
  return shownFields(object).filter((field) => isEditable(object, field) && !field.system && new Set(records.map((record) => wire(record, field))).size > 1)
}

/** The kept record's value, or where it has none the first that is filled. */
export function firstPicks(fields: readonly Field[], records: readonly Rec[], kept: string): Picks {
  const order = [...records.filter((record) => record.id === kept), ...records.filter((record) => record.id !== kept)]
  return Object.fromEntries(fields.map((field) => [field.key, (order.find((record) => !isEmptyValue(valueIn(record, field.key))) ?? order[0])?.id ?? kept]))
}

/** What hangs on the records that go, and will hang on the one that stays. */
export function useMoving(relations: readonly Relation[], goingIds: readonly string[]) {
  return useQueries({
    queries: relations.map(({ object, field }) => {
      const where: Condition = { field: field.key, op: field.kind === 'relations' ? 'has_any' : 'in', value: [...goingIds] }
      return { queryKey: ['moving', object.key, field.key, goingIds], enabled: goingIds.length > 0, queryFn: () => queryRecords(object.key, { fields: ['title'], where, limit: 1, count: 'exact' }).then((page) => countOf(page) ?? 0) }
    }),
  })
}

interface Merged { id: string; version: number; batch: string; moved?: Record<string, number> }

export function mergeRecords(object: ObjectMeta, records: readonly Rec[], kept: string, picks: Picks): Promise<Merged> {
  const others = records.map((record) => record.id).filter((id) => id !== kept)
  const choices = Object.fromEntries(Object.entries(picks).filter(([, id]) => id !== kept))
  const version = records.find((record) => record.id === kept)?.version
  return call('POST', `/objects/${encodeURIComponent(object.key)}/merge`, { key: newKey(), body: { into: kept, others, version, choices } })
}

export function undoMerge(batch: string): Promise<unknown> {
  return call('POST', `/batches/${encodeURIComponent(batch)}/undo`, { key: newKey() })
}

export function pickedValue(records: readonly Rec[], picks: Picks, field: Field): Value {
  const record = records.find((each) => each.id === picks[field.key])
  return record ? valueIn(record, field.key) : null
}
