import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
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
