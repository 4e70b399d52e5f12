import { useQuery, useQueryClient } from '@tanstack/react-query'
import { asProblem, call, newKey } from '@/api/client'
import type { ObjectMeta, Paged } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { toast } from '@/ui/toast'
import { recordHref } from './view'

/** A star on a record, or (without one) on a list as its address filters and sorts it. */
export interface Favourite { id: string; object: string; record: { id: string; title: string | null } | null; search: string; name: string }
export type Starred = { object: string; record: string } | { object: string; search: string; name: string }

const favouritesQuery = { queryKey: ['favourites'], queryFn: () => call<Paged<Favourite>>('GET', '/favourites'), staleTime: 60_000 } as const
const NONE: readonly Favourite[] = []

export function useFavourites(): { items: readonly Favourite[]; isPending: boolean } {
  const { data, isPending } = useQuery(favouritesQuery)
  return { items: data?.items ?? NONE, isPending }
}

export function favouriteHref(one: Favourite): string {
  return one.record ? recordHref(one.object, one.record.id) : `/o/${one.object}${one.search ? `?${one.search}` : ''}`
}

/** What a favourite is called: the record's title, the name of the list, or what its object is called. */
export function useFavouriteName(): (one: Favourite, object: ObjectMeta | undefined) => string {
  const words = useWords()
  return (one, object) => one.record?.title || one.name || words(object?.plural) || words(object?.label)
}

const isSame = (one: Favourite, what: Starred): boolean =>
  one.object === what.object && ('record' in what ? one.record?.id === what.record : one.record === null && one.search === what.search)

/** Whether something has the person's star, and how to give or take it. */
export function useStar(what: Starred): { isOn: boolean; toggle: () => void } {
  const t = useT()
  const client = useQueryClient()
  const isOn = useFavourites().items.some((one) => isSame(one, what))
  const change = async (): Promise<void> => {
    // A click may come before the first answer: that one must not tell, after the change, what was before it.
    const { items } = await client.ensureQueryData(favouritesQuery)
    const known = items.find((one) => isSame(one, what))
    if (known) await call('DELETE', `/favourites/${known.id}`)
    else await call('POST', '/favourites', { body: what, key: newKey() })
  }
  const toggle = (): void => {
    change()
      .catch((cause: unknown) => { const problem = asProblem(cause); if (problem.status !== 404) toast(problem.message || t('error.text'), { bad: true }) })
      .finally(() => { void client.invalidateQueries({ queryKey: favouritesQuery.queryKey }) })
  }
  return { isOn, toggle }
}
