import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { asProblem, newKey, type Problem } from '@/api/client'
import { forgetLists } from '@/grid/lists'
import { forgetObjects } from '@/meta/objects'
import { getImport, getProgress, keepDraft, loadImports, loadRows, planAgain, runImport, undoImport, type Import, type TakenBack, type Wishes } from './imports'

const LOOK = 1000
export const OUTDATED = 'plan_outdated'
const EARLIER = ['imports']
const keyOf = (id: string): string[] => ['import', id]

export function useEarlier() {
  return useQuery({ queryKey: EARLIER, queryFn: ({ signal }) => loadImports(signal), staleTime: 0 })
}

export function useImport(id: string) {
  return useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => getImport(id, signal), staleTime: 0 })
}

/** How far a running import is; once it is at its end, what became of it is read. */
export function useProgress(id: string) {
  const queries = useQueryClient()
  return useQuery({
    queryKey: [...keyOf(id), 'progress'], staleTime: 0, refetchInterval: LOOK, refetchIntervalInBackground: true,
    queryFn: async ({ signal }) => {
      const found = await getProgress(id, signal)
      if (found.state !== 'running') {
        forgetLists()
        forgetObjects(queries) // it may have added fields and options
        await queries.invalidateQueries({ queryKey: keyOf(id), exact: true })
      }
      return found
    },
  })
}

const SAMPLE = 60

/** The first rows of a sheet, to show what stands in its columns. */
export function useRows(found: Import, place: number) {
  const sheet = found.sheets[place]
  return useQuery({ queryKey: [...keyOf(found.id), 'rows', sheet?.file, sheet?.sheet, place], queryFn: ({ signal }) => loadRows(found.id, place, SAMPLE, signal), staleTime: 60_000, enabled: sheet !== undefined })
}

/** Changes of an import: planned again, run, undone. One at a time; what went wrong stays until the next try. */
export function useChange(id: string) {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const attempt = async <Answer>(change: () => Promise<Answer>): Promise<Answer | null> => {
    setBusy(true)
    setProblem(null)
    try {
      return await change()
    } catch (cause) {
      const why = asProblem(cause)
      setProblem(why)
      if (why.status === 409) void queries.invalidateQueries({ queryKey: keyOf(id) })
      return null
    } finally {
      setBusy(false)
    }
  }
  const take = (found: Import): Import => {
    queries.setQueryData(keyOf(id), found)
    void queries.invalidateQueries({ queryKey: EARLIER })
    return found
  }
  /** The plan that is on the screen. */
  const seen = (): number | undefined => queries.getQueryData<Import>(keyOf(id))?.plan
  const plan = async (wishes: Wishes): Promise<Import> => take(await planAgain(id, wishes, seen()))
  return {
    problem, isBusy, forget: () => { setProblem(null) },
    plan: (wishes: Wishes): Promise<Import | null> => attempt(() => plan(wishes)),
    run: (): Promise<Import | null> => attempt(async () => {
      try {
        return take(await runImport(id, newKey(), seen()))
      } catch (cause) {
        if (asProblem(cause).code === OUTDATED) await plan({}) // the numbers are right again, and are looked at before anything is written
        throw cause
      }
    }),
    undo: (): Promise<TakenBack | null> => attempt(async () => {
      const back = await undoImport(id, newKey())
      forgetLists()
      await Promise.all([queries.invalidateQueries({ queryKey: keyOf(id) }), queries.invalidateQueries({ queryKey: EARLIER })])
      return back
    }),
  }
}

/** Keeps what is said and not planned yet on the server, so that a closed tab loses nothing. One request at a time; the last word counts. */
export function useDraftKeeper(id: string) {
  const queries = useQueryClient()
  const next = useRef<Wishes | null>(null)
  const work = useRef<Promise<void>>(Promise.resolve())
  return {
    keep: (wishes: Wishes): void => {
      queries.setQueryData<Import>(keyOf(id), (found) => found && { ...found, draft: wishes })
      const isWaiting = next.current !== null
      next.current = wishes
      if (isWaiting) return
      work.current = work.current.then(async () => {
        const latest = next.current
        next.current = null
        if (latest) await keepDraft(id, latest).catch(() => undefined) // it is on the screen still, and is sent again with the next word
      })
    },
    kept: (): Promise<void> => work.current,
  }
}
