import { useRouter, useSearch } from '@tanstack/react-router'
import { ImportPage } from '@/features/people/ImportPage'
import { PeoplePage } from '@/features/people/PeoplePage'
import type { Search } from '@/meta/view'

/** The people of the workspace, or the import of a list of them; what is looked for stands in the address. */
export function PeopleRoute() {
  const router = useRouter()
  const search: Search = useSearch({ strict: false })
  if (search.import) return <ImportPage />
  return <PeoplePage search={search} onSearch={(next) => { void router.navigate({ to: '/settings/$page', params: { page: 'people' }, search: next, replace: !next.import }) }} />
}
