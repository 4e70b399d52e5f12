import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { onChanged } from '@/api/changes'
import { getRecord, positionOf } from '@/api/records'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { reasonOf, saveField } from '@/form/save'
import { showRecord } from '@/grid/lists'
import { useT } from '@/i18n'
import { forgetObjects, relatedObjects } from '@/meta/objects'
import { viewQuery, type View } from '@/meta/view'
import { toast } from '@/ui/toast'

/** Changes of others are gathered so long before they are asked for. */
const GATHER_MS = 800

const keyOf = (object: ObjectMeta, id: string) => ['record', object.key, id] as const

export function useRecord(object: ObjectMeta, id: string) {
  const client = useQueryClient()
  const query = useQuery({ queryKey: keyOf(object, id), queryFn: ({ signal }) => getRecord(object.key, id, signal) })
  const version = query.data?.version ?? 0
  useEffect(() => onChanged((event) => {
    if (event.object !== object.key || (event.id ?? id) !== id) return
    if ((event.version ?? Infinity) > version) void client.invalidateQueries({ queryKey: keyOf(object, id) })
    void client.invalidateQueries({ queryKey: ['timeline', object.key, id] })
    void client.invalidateQueries({ queryKey: ['history', object.key, id] })
  }), [client, object, id, version])
  return query
}

function refreshAround(client: QueryClient, object: ObjectMeta, id: string, changed: ReadonlySet<string>): void {
  for (const key of changed) void client.invalidateQueries({ queryKey: ['related', key] })
  if (object.fields.some((field) => field.computed_from && changed.has(field.computed_from))) void client.invalidateQueries({ queryKey: keyOf(object, id) })
  void client.invalidateQueries({ queryKey: ['timeline', object.key, id] })
}

/** Keeps counts, timeline and computed fields right while others write records that lead here. */
export function useAround(objects: readonly ObjectMeta[], object: ObjectMeta, id: string): void {
  const client = useQueryClient()
  const around = useMemo(() => new Set(relatedObjects(objects, object.key).map((relation) => relation.object.key)), [objects, object.key])
  useEffect(() => {
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onChanged((event) => {
      if (!around.has(event.object)) return
      changed.add(event.object)
      timer ??= setTimeout(() => {
        timer = undefined
        refreshAround(client, object, id, new Set(changed))
        changed.clear()
      }, GATHER_MS)
    })
    return () => { stop(); clearTimeout(timer) }
  }, [client, around, object, id])
}

/** Where the record stands in the list it was opened from. */
export function usePosition(object: ObjectMeta, id: string, view: View) {
  const body = viewQuery(object, view)
  return useQuery({ queryKey: ['position', object.key, id, body], queryFn: ({ signal }) => positionOf(object.key, id, body, signal), retry: false }).data ?? null
}

/** Everything that tells of this record is read again. */
export function useRefreshRecord(object: ObjectMeta, id: string): (record?: Rec) => void {
  const client = useQueryClient()
  return (record) => {
    if (record) {
      client.setQueryData(keyOf(object, id), record)
      showRecord(object.key, record)
    } else void client.invalidateQueries({ queryKey: keyOf(object, id) })
    void client.invalidateQueries({ queryKey: ['timeline', object.key, id] })
    void client.invalidateQueries({ queryKey: ['history', object.key, id] })
  }
}

/**
 * Saves a field, shown at once; the answer is why not, or null. `record` is the one that the person saw when she began to type:
 * what somebody else has changed since then in the same field is a conflict, and in another one stays.
 */
export function useSaveField(object: ObjectMeta, id: string): (record: Rec, field: Field, value: Value) => Promise<string | null> {
  const t = useT()
  const client = useQueryClient()
  const refresh = useRefreshRecord(object, id)
  return async (record, field, value) => {
    const before = client.getQueryData<Rec>(keyOf(object, id)) ?? record
    client.setQueryData(keyOf(object, id), { ...before, [field.key]: value })
    const saved = await saveField(object, record, field, value)
    if (saved.state === 'refused') {
      client.setQueryData(keyOf(object, id), before)
      if (saved.problem.status === 403) forgetObjects(client)
      return reasonOf(saved.problem, field.key, t('error.text'))
    }
    if (saved.state === 'theirs') client.setQueryData(keyOf(object, id), before)
    refresh(saved.state === 'saved' ? saved.record : undefined)
    return null
  }
}

/** Changes a field by one click, with a way back for some seconds. */
export function useChange(object: ObjectMeta, id: string): (record: Rec, field: Field, value: Value, said: string) => Promise<void> {
  const t = useT()
  const client = useQueryClient()
  const save = useSaveField(object, id)
  return async (record, field, value, said) => {
    const before = valueIn(record, field.key)
    const back = async (): Promise<void> => {
      const now = client.getQueryData<Rec>(keyOf(object, id))
      const refused = now ? await save(now, field, before) : null
      if (refused) toast(refused, { bad: true })
    }
    const refused = await save(record, field, value)
    if (refused) toast(refused, { bad: true })
    else toast(said, { action: { label: t('act.undo'), run: () => { void back() } } })
  }
}
