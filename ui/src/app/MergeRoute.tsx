import { useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { MergePage } from '@/features/merge/MergePage'
import { can, useObject, useObjects } from '@/meta/objects'
import type { Search } from '@/meta/view'
import { NotFound } from './NotFound'

export function MergeRoute() {
  const { object: key } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const router = useRouter()
  const client = useQueryClient()
  const objects = useObjects()
  const object = useObject(key)
  if (!object || !can(object, 'merge')) return <NotFound />
  const ids = [...new Set((search.ids ?? '').split(',').filter(Boolean))]
  return (
    <MergePage
      key={search.ids} object={object} objects={objects} ids={ids} go={(href) => { router.history.push(href) }}
      onMerged={(merged) => { for (const id of merged) client.removeQueries({ queryKey: ['record', object.key, id] }); void client.invalidateQueries({ queryKey: ['related'] }) }}
    />
  )
}
