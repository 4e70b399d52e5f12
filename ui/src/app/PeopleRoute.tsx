import { useRouter, useSearch } from '@tanstack/react-router'
import { PeoplePage } from '@/features/people/PeoplePage'
import type { Search } from '@/meta/view'

/** The people of the workspace; what is looked for stands in the address. */
export function PeopleRoute() {
  const router = useRouter()
  const search: Search = useSearch({ strict: false })
  return <PeoplePage search={search} onSearch={(next) => { void router.navigate({ to: '/settings/$page', params: { page: 'people' }, search: next, replace: !next.import && !search.import }) }} />
}
