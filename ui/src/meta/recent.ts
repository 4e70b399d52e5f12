import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '@/api/client'
import type { Paged } from '@/api/types'

/** A record that the person looked at, on whatever device; its title is that of today, and what is out of sight now is left out. */
export interface Visit { object: string; record: { id: string; title: string | null }; at: string }

export const visitsQuery = { queryKey: ['visits'], queryFn: () => call<Paged<Visit>>('GET', '/visits'), staleTime: 30_000 } as const

/** Remembers that the person looks at a record, once it is there. It is no harm if that fails. */
export function useVisit(object: string, id: string, isThere: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!isThere) return
    call('PUT', '/visits', { body: { object, record: id } }).then(() => client.prefetchQuery({ ...visitsQuery, staleTime: 0 }), () => undefined) // asked at once: without a network it leads to what can be read
  }, [client, object, id, isThere])
}
