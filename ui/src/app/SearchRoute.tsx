import { useRouter, useSearch } from '@tanstack/react-router'
import { SearchPage } from '@/features/search/SearchPage'
import { useT } from '@/i18n'
import { useMe, useObjects } from '@/meta/objects'
import { recordHref, type Search } from '@/meta/view'
import { useTitle } from '@/ui/useTitle'

export function SearchRoute() {
  const t = useT()
  const router = useRouter()
  const search: Search = useSearch({ strict: false })
  useTitle(t('search.title'), useMe()?.workspace.name)
  const to = (q?: string, object?: string): void => { void router.navigate({ to: '/search', search: { ...(q ? { q } : {}), ...(object ? { object } : {}) }, replace: true }) }
  return (
    <SearchPage
      objects={useObjects()} text={search.q ?? ''} hrefOf={recordHref}
      object={search.object} onText={(q) => { to(q, search.object) }} onObject={(object) => { to(search.q, object) }}
    />
  )
}
