import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/client'

/** How many notices the person has not read, counted to a hundred; the event stream tells when to count anew. */
export function useUnread(): number {
  return useQuery({ queryKey: ['notices', 'unread'], queryFn: () => call<{ unread: number }>('GET', '/notices/unread'), staleTime: 60_000 }).data?.unread ?? 0
}

export const unreadText = (unread: number): string => (unread > 99 ? '99+' : String(unread))
