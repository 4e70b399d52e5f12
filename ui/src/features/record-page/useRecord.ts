import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onChanged } from '@/api/changes'
import { getRecord, positionOf } from '@/api/records'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { reasonOf, saveField } from '@/form/save'
import { showRecord } from '@/grid/lists'
import { useT } from '@/i18n'
import { forgetObjects } from '@/meta/objects'
import { viewQuery, type View } from '@/meta/view'

export function useRecord(object: ObjectMeta, id: string) {
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['record', object.key, id], queryFn: ({ signal }) => getRecord(object.key, id, signal) })
  const version = query.data?.version ?? 0
  useEffect(() => onChanged((event) => {
    if (event.object === object.key && (event.id ?? id) === id && (event.version ?? Infinity) > version) void client.invalidateQueries({ queryKey: ['record', object.key, id] })
    if ((event.id ?? id) === id) void client.invalidateQueries({ queryKey: ['timeline', object.key, id] })
  }), [client, object.key, id, version])
  return query
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
      client.setQueryData(['record', object.key, id], record)
      showRecord(object.key, record)
    } else void client.invalidateQueries({ queryKey: ['record', object.key, id] })
    void client.invalidateQueries({ queryKey: ['timeline', object.key, id] })
    void client.invalidateQueries({ queryKey: ['history', object.key, id] })
  }
}

/** Saves a field of the open record, shown at once; the answer is why not, or null. */
export function useSaveField(object: ObjectMeta, id: string): (record: Rec, field: Field, value: Value) => Promise<string | null> {
  const t = useT()
  const client = useQueryClient()
  const refresh = useRefreshRecord(object, id)
  return async (record, field, value) => {
    client.setQueryData(['record', object.key, id], { ...record, [field.key]: value })
    const saved = await saveField(object, record, field, value)
    if (saved.state === 'refused') {
      client.setQueryData(['record', object.key, id], record)
      if (saved.problem.status === 403) forgetObjects(client)
      return reasonOf(saved.problem, field.key, t('error.text'))
    }
    refresh(saved.state === 'saved' ? saved.record : undefined)
    return null
  }
}
