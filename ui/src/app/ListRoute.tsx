import { Navigate, notFound, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { ListPage } from '@/features/records/ListPage'
import { keptLook, readAhead } from '@/features/records/useList'
import { beginsWith, rememberView } from '@/features/views/last'
import { addTexts, useWords } from '@/i18n'
import { useMe, useObject, useObjects } from '@/meta/objects'
import { ALL, isChanged, readView, recordHref, savedOf, writeView, type Search, type View } from '@/meta/view'
import { nextPart, part } from '@/ui/part'
import { usePhone } from '@/ui/phone'
import { useTitle } from '@/ui/useTitle'

const ExportDialog = lazy(() => import('@/features/exports/ExportDialog').then((module) => ({ default: module.ExportDialog })))
const SelectionBar = lazy(() => Promise.all([import('@/features/bulk/SelectionBar'), addTexts('bulk')]).then(([module]) => ({ default: module.SelectionBar })))
const ViewTabs = part(() => import('@/features/views/ViewTabs').then((module) => ({ default: module.ViewTabs })))
const DraftBar = lazy(() => import('@/features/views/DraftBar').then((module) => ({ default: module.DraftBar })))
const PeekPanel = nextPart(() => Promise.all([import('./PeekPanel'), addTexts('record')]).then(([module]) => ({ default: module.PeekPanel })))

/** With which view the list begins where the address names none. */
const beginningOf = (object: ObjectMeta, view: View): string | null => (view.id || isChanged(view) ? null : beginsWith(object))

/** Before the page of a list is drawn, its rows are asked for. */
export function askForRows(object: ObjectMeta | undefined, search: Search): void {
  if (!object) return
  const view = readView(search)
  const begun = beginningOf(object, view)
  readAhead(object, begun ? { id: begun } : view)
}

/** The address of a list, and back again. */
export function ListRoute() {
  const { object: key } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const router = useRouter()
  const object = useObject(key)
  const objects = useObjects()
  const words = useWords()
  const me = useMe()
  const isPhone = usePhone()
  const [exported, setExported] = useState<{ columns: readonly string[]; total: number | null } | null>(null)
  const view = readView(search)
  const saved = object && savedOf(object, view)
  const title = object && (words(object.plural) || words(object.label))
  useTitle(saved ? `${words(saved.label)} · ${title}` : title, me?.workspace.name)
  const remembered = object && (saved?.id ?? (view.id === ALL ? ALL : null))
  useEffect(() => { if (object && remembered) rememberView(object.key, remembered) }, [object, remembered])
  if (!object) throw notFound()

  const extra: Search = { ...(search.new === '1' ? { new: '1', ...(search.title ? { title: search.title } : {}) } : {}), ...(search.peek ? { peek: search.peek } : {}) }
  const begun = beginningOf(object, view)
  if (begun) return <Navigate to="/o/$object" params={{ object: object.key }} search={{ view: begun, ...extra }} replace />
  const isGone = view.id !== undefined && view.id !== ALL && !saved
  const to = (next: Search, replace: boolean): void => { void router.navigate({ to: '/o/$object', params: { object: object.key }, search: next, replace }) }
  const onView = (next: View, replace = false): void => { to({ ...writeView(next), ...(search.peek ? { peek: search.peek } : {}) }, replace) }
  const now = writeView(view)
  const kept = () => keptLook(object.key)
  const peek = isPhone ? undefined : {
    id: search.peek,
    open: (id: string | null, replace = false) => { to({ ...now, ...(id ? { peek: id } : {}) }, replace) },
    whole: (id: string) => { router.history.push(recordHref(object.key, id, view)) },
  }
  return (
    <>
      <ListPage
        key={`${object.key} ${saved?.id ?? ALL}`} object={object} view={view} isCreating={search.new === '1'} newTitle={search.title} onView={onView} peek={peek}
        onCreating={(creating) => { to(creating ? { ...now, new: '1' } : now, !creating) }}
        onExport={(columns, total) => { setExported({ columns, total }) }} go={(href) => { router.history.push(href) }}
        picked={(list, total) => <SelectionBar object={object} list={list} total={total} go={(href) => { router.history.push(href) }} />}
        tabs={<Suspense fallback={<div className="vtabs-wait" />}><ViewTabs object={object} view={view} kept={kept} onView={onView} /></Suspense>}
        draft={<Suspense fallback={null}>
          {(saved ?? isGone) && <DraftBar object={object} view={view} kept={kept} onView={onView} />}
        </Suspense>}
        panel={search.peek && <Suspense fallback={<aside className="peek" />}><PeekPanel object={object} objects={objects} id={search.peek} view={view} onClose={() => { to(now, true) }} /></Suspense>}
      />
      {exported && <Suspense fallback={null}><ExportDialog object={object} view={view} {...exported} isPhone={isPhone} onClose={() => { setExported(null) }} /></Suspense>}
    </>
  )
}
