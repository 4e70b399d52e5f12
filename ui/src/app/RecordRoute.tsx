import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { RecordPage } from '@/features/record-page/RecordPage'
import { sourcesOf } from '@/features/timeline/compose'
import { Timeline } from '@/features/timeline/Timeline'
import { useObject, useObjects } from '@/meta/objects'
import { readView, writeView, type Search } from '@/meta/view'
import { NotFound } from './NotFound'

/** A record and its timeline, put together. */
export function RecordRoute() {
  const { object: key, id = '' } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const router = useRouter()
  const objects = useObjects()
  const object = useObject(key)
  const body = useRef<HTMLTextAreaElement>(null)
  if (!object) return <NotFound />
  const view = readView(search)
  const onTab = (tab: string): void => {
    void router.navigate({ to: '/o/$object/$id', params: { object: object.key, id }, search: { ...writeView(view), ...(tab === 'timeline' ? {} : { tab }) }, replace: true })
  }
  const write = (): void => {
    setTimeout(() => { body.current?.focus(); body.current?.scrollIntoView({ block: 'center' }) }, 50)
  }
  return (
    <RecordPage
      key={`${object.key} ${id}`} object={object} objects={objects} id={id} view={view} tab={search.tab} onTab={onTab} go={(href) => { router.history.push(href) }}
      timeline={(record) => <Timeline object={object} objects={objects} record={record} bodyRef={body} />}
      onWrite={sourcesOf(objects, object.key).length > 0 ? write : null}
    />
  )
}
