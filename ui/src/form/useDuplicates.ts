import { useEffect, useState } from 'react'
import { draftRecord, type Draft } from '@/api/records'
import type { Field, ObjectMeta } from '@/api/types'
import { wireOf, type Drafts } from './useRecordForm'

const PAUSE_MS = 400
export type Duplicate = NonNullable<Draft['duplicates']>[number]

/** Records that are likely the same as the unsaved one; asked while typing, silent where the server cannot say. */
export function useDuplicates(object: ObjectMeta, fields: readonly Field[], drafts: Drafts): Duplicate[] {
  const [found, setFound] = useState<Duplicate[]>([])
  const text = JSON.stringify(wireOf(drafts, fields))
  useEffect(() => {
    if (text === '{}') return
    const flight = new AbortController()
    const timer = setTimeout(() => {
      draftRecord(object.key, JSON.parse(text) as Record<string, unknown>, flight.signal).then((draft) => { setFound(draft.duplicates ?? []) }, () => undefined)
    }, PAUSE_MS)
    return () => { clearTimeout(timer); flight.abort() }
  }, [object.key, text])
  return text === '{}' ? [] : found
}
