import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import { objectsQuery } from '@/meta/objects'
import { isGoing, loadCounts, loadFollowing, loadHeld, loadModel, planOf, runWish, type Effect, type Wish } from './model'

const LOOK = 1000

/** All objects, as who manages the model sees them. */
export function useModel() {
  return useQuery({ queryKey: ['model'], queryFn: ({ signal }) => loadModel(signal), staleTime: 0 })
}

/** One object whole; while one of its fields changes its kind it is looked after. */
export function useHeld(object: string) {
  return useQuery({
    queryKey: ['model', object], queryFn: ({ signal }) => loadHeld(object, signal), staleTime: 0,
    refetchInterval: (query) => (query.state.data?.changing.length ? LOOK : false),
  })
}

/** What a field holds. */
export function useCounts(object: string, field: string | null) {
  return useQuery({ queryKey: ['model', object, 'counts', field], queryFn: ({ signal }) => loadCounts(object, field ?? '', signal), staleTime: 0, enabled: field !== null })
}

/** How far a merge of options is. */
export function useFollowing(batch: string | null) {
  return useQuery({
    queryKey: ['model-merge', batch], queryFn: ({ signal }) => loadFollowing(batch ?? '', signal), staleTime: 0, enabled: batch !== null,
    refetchInterval: (query) => (query.state.data && !isGoing(query.state.data) ? false : LOOK),
  })
}

/** Plans and runs changes; everything that shows the model is read again. `onStale`: somebody else was faster, and this is the revision to go on from. */
export function useWish(onStale?: (revision: number) => void) {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const refresh = async (): Promise<void> => {
    await Promise.all([queries.invalidateQueries({ queryKey: ['model'] }), queries.invalidateQueries({ queryKey: objectsQuery.queryKey })])
  }
  const attempt = async <Answer>(deed: () => Promise<Answer>): Promise<Answer | null> => {
    setBusy(true)
    setProblem(null)
    try {
      return await deed()
    } catch (cause) {
      const why = asProblem(cause)
      setProblem(why)
      if (why.code === 'stale') {
        if (why.body.revision !== undefined) onStale?.(why.body.revision)
        await refresh()
      }
      return null
    } finally {
      setBusy(false)
    }
  }
  return {
    problem, isBusy, setProblem, refresh,
    plan: (wish: Wish): Promise<Effect | null> => attempt(() => planOf(wish)),
    run: async <Answer = unknown>(wish: Wish): Promise<Answer | null> => attempt(async () => {
      const answer = await runWish<Answer>(wish)
      await refresh()
      return answer
    }),
  }
}
