import { notFound, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { ListPage } from '@/features/records/ListPage'
import { useWords } from '@/i18n'
import { useMe, useObject } from '@/meta/objects'
import { readView, writeView, type Search } from '@/meta/view'
import { useTitle } from '@/ui/useTitle'

/** The address of a list, and back again. */
export function ListRoute() {
  const { object: key } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const router = useRouter()
  const object = useObject(key)
  const words = useWords()
  const me = useMe()
  useTitle(object && (words(object.plural) || words(object.label)), me?.workspace.name)
  if (!object) throw notFound()
  const to = (next: Search, replace: boolean): void => { void router.navigate({ to: '/o/$object', params: { object: object.key }, search: next, replace }) }
  const now = writeView(readView(search))
  return (
    <ListPage
      key={object.key} object={object} view={readView(search)} isCreating={search.new === '1'}
      onView={(view, replace = false) => { to(writeView(view), replace) }} onCreating={(creating) => { to(creating ? { ...now, new: '1' } : now, !creating) }}
      go={(href) => { router.history.push(href) }}
    />
  )
}
