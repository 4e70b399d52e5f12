import { useEffect, useState } from 'react'
import type { ObjectMeta, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { isRef, useMe } from '@/meta/objects'

/** What somebody else has just changed, and who. */
export interface Fresh { by: string; keys: ReadonlySet<string> }
/** Nobody has changed anything just now. */
export const NONE: Fresh = { by: '', keys: new Set() }
const SHOWN_MS = 8000

/** The fields in which two states of a record differ. */
export function changedKeys(object: ObjectMeta, before: Rec, after: Rec): Set<string> {
  const differs = (key: string): boolean => JSON.stringify(valueIn(before, key) ?? null) !== JSON.stringify(valueIn(after, key) ?? null)
  return new Set(object.fields.filter((field) => !field.system && differs(field.key)).map((field) => field.key))
}

/** Marks for some seconds what another person has changed in the open record. */
export function useFresh(object: ObjectMeta, record: Rec | undefined): Fresh {
  const me = useMe()?.person.id
  const [seen, setSeen] = useState(record)
  const [fresh, setFresh] = useState(NONE)
  if (record && record !== seen) {
    setSeen(record)
    const by = record.updated_by
    if (seen && record.version > seen.version && isRef(by) && by.id !== me) setFresh({ by: by.title, keys: changedKeys(object, seen, record) })
  }
  useEffect(() => {
    if (fresh === NONE) return
    const timer = setTimeout(() => { setFresh(NONE) }, SHOWN_MS)
    return () => { clearTimeout(timer) }
  }, [fresh])
  return fresh
}
