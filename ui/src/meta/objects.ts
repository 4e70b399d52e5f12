import { useQuery, type QueryClient } from '@tanstack/react-query'
import { loadMe, loadObjects } from '@/api/records'
import type { Action, Field, Level, Me, ObjectMeta, Rec, Ref } from '@/api/types'

export const meQuery = { queryKey: ['me'], queryFn: loadMe, staleTime: Infinity, retry: false } as const
export const objectsQuery = { queryKey: ['objects'], queryFn: loadObjects, staleTime: 5 * 60_000 } as const

const NONE: readonly ObjectMeta[] = []

export function useMe(): Me | undefined {
  return useQuery(meQuery).data
}

export function useObjects(): readonly ObjectMeta[] {
  return useQuery(objectsQuery).data?.items ?? NONE
}

export function useObject(key: string | null | undefined): ObjectMeta | undefined {
  const objects = useObjects()
  return objects.find((object) => object.key === key)
}

/** Read again what may be done: a refusal means that rights have changed. */
export function forgetObjects(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: objectsQuery.queryKey })
}

/** What the person may do with this record; the record differs from its object only where it says so. */
export function can(object: ObjectMeta, action: Action, record?: Rec): boolean {
  return record?._can?.[action] ?? object.can[action] ?? false
}

/** Whether the person may bring records of this object in from files. */
export const mayImport = (object: ObjectMeta): boolean => can(object, 'import') && can(object, 'create')

/** The field's level in this record. The server decides; this only reads. */
export function levelOf(object: ObjectMeta, field: Field, record?: Rec): Level {
  if (record?._masked?.includes(field.key)) return 'masked'
  if (field.level !== 'edit') return field.level
  if (record?._read_only?.includes(field.key) || (record && !can(object, 'update', record))) return 'read'
  return 'edit'
}

/** Kinds that only the server writes. */
const OURS = new Set(['id', 'version', 'title', 'state', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at'])

export function isEditable(object: ObjectMeta, field: Field, record?: Rec): boolean {
  return field.kind !== 'serial' && !(field.system && OURS.has(field.key)) && levelOf(object, field, record) === 'edit'
}

/** Technical, or shown in another way. */
const UNSHOWN = new Set(['id', 'version', 'title', 'state', 'deleted_at', 'deleted_by'])

/** The fields a person meets: what is hidden or out of use is absent. */
export function shownFields(object: ObjectMeta): Field[] {
  return object.fields.filter((field) => field.level !== 'hidden' && !field.off && !UNSHOWN.has(field.key))
}

/** The fields that the object names as its tags, else its first choices. */
export function tagFields(object: ObjectMeta): Field[] {
  const fields = shownFields(object)
  const named = (object.tags ?? []).map((key) => fields.find((field) => field.key === key)).filter((field) => field !== undefined)
  return named.length > 0 ? named : fields.filter((field) => field.kind === 'choice').slice(0, 2)
}

export function fieldOf(object: ObjectMeta, key: string): Field | undefined {
  return object.fields.find((field) => field.key === key)
}

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}

/** Objects with a relation to this one, with the fields that lead here. */
export function relatedObjects(objects: readonly ObjectMeta[], target: string): { object: ObjectMeta; field: Field }[] {
  const others = [...objects.filter((object) => object.key !== target), ...objects.filter((object) => object.key === target)]
  return others.flatMap((object) => object.fields
    .filter((field) => !field.system && (field.kind === 'relation' || field.kind === 'relations') && field.target === target && field.level !== 'hidden' && field.level !== 'masked')
    .map((field) => ({ object, field })))
}
