import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import { loadPeople, loadPlaces, loadRoles, type PeopleWanted } from './people'
import { treeOf } from './tree'

export function usePeople(wanted: PeopleWanted) {
  return useInfiniteQuery({
    queryKey: ['people', wanted],
    initialPageParam: '',
    queryFn: ({ pageParam }) => loadPeople(wanted, pageParam),
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

export function usePlaces() {
  return useQuery({ queryKey: ['departments', 'all'], queryFn: loadPlaces, select: (found) => treeOf(found.items) })
}

export function useRoles() {
  return useQuery({ queryKey: ['roles'], queryFn: loadRoles, staleTime: 60_000, select: (found) => found.items })
}

/** What people and departments are is read again wherever it is shown. */
export function useOutdate(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['people'] })
    void client.invalidateQueries({ queryKey: ['departments'] })
  }
}

/** One deed at a time, and what went wrong with it. */
export function useDeed(): { run: (deed: () => Promise<void>) => Promise<void>; isBusy: boolean; problem: Problem | null } {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (deed: () => Promise<void>): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    setProblem(null)
    await deed().catch((cause: unknown) => { setProblem(asProblem(cause)) })
    setBusy(false)
  }
  return { run, isBusy, problem }
}
