import type { ObjectMeta } from '@/api/types'
import type { Filter } from './model'
import { readCondition } from './read'
import { savedOf, type View } from '@/meta/view'

/** The filter that holds, as sentences; undefined without one, null where its sentences are about fields that the person does not know. */
export function filterOf(object: ObjectMeta, objects: readonly ObjectMeta[], view: View): Filter | null | undefined {
  if (view.filter) return view.filter
  const saved = savedOf(object, view)
  if (!saved?.where || view.drop?.includes('filter')) return undefined
  return readCondition(saved.where, object, objects, saved.names) ?? null
}
