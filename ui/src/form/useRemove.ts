import { asProblem, newKey, type Problem } from '@/api/client'
import { deleteRecord, restoreRecord } from '@/api/records'
import type { ObjectMeta } from '@/api/types'
import { outdateLists } from '@/grid/lists'
import { useT, useWords } from '@/i18n'
import { toast } from '@/ui/toast'

const AT_ONCE = 4

/** Runs over all, a few at once; what failed is told, not thrown. */
async function each(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<{ done: string[]; problem: Problem | null }> {
  const done: string[] = []
  let problem: Problem | null = null
  const rest = [...ids]
  const worker = async (): Promise<void> => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) {
      try {
        await work(id)
        done.push(id)
      } catch (cause) {
        problem = asProblem(cause)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { done, problem }
}

/** Takes records out of the recycle bin: which came back, and what was said to one that did not. */
export function restoreAll(object: ObjectMeta, ids: readonly string[]): Promise<{ done: string[]; problem: Problem | null }> {
  return each(ids, (id) => restoreRecord(object.key, id, newKey()))
}

/** Puts records into the recycle bin, with a way back for some seconds. */
export function useRemove(object: ObjectMeta, onDone: () => void) {
  const t = useT()
  const words = useWords()
  const restore = async (ids: readonly string[]): Promise<void> => {
    const { done, problem } = await restoreAll(object, ids)
    if (problem) toast(problem.message || t('error.text'), { bad: true })
    else toast(t('bin.restored', { count: done.length }))
    outdateLists(object.key)
    onDone()
  }
  return async (ids: readonly string[]): Promise<void> => {
    const { done, problem } = await each(ids, (id) => deleteRecord(object.key, id))
    if (done.length > 0) {
      toast(t('bin.deleted', { count: done.length, object: words(object.label) }), { action: { label: t('act.undo'), run: () => { void restore(done) } } })
    }
    if (problem) toast(t('bin.notDeleted', { count: ids.length - done.length, reason: problem.message || t('error.text') }), { bad: true })
    outdateLists(object.key)
    onDone()
  }
}
