import { notFound, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { ListPage } from '@/features/records/ListPage'
import { addTexts, useWords } from '@/i18n'
import { useMe, useObject } from '@/meta/objects'
import { readView, writeView, type Search } from '@/meta/view'
import { usePhone } from '@/ui/phone'
import { useTitle } from '@/ui/useTitle'

const ExportDialog = lazy(() => import('@/features/exports/ExportDialog').then((module) => ({ default: module.ExportDialog })))
const SelectionBar = lazy(() => Promise.all([import('@/features/bulk/SelectionBar'), addTexts('bulk')]).then(([module]) => ({ default: module.SelectionBar })))

/** The address of a list, and back again. */
export function ListRoute() {
  const { object: key } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const router = useRouter()
  const object = useObject(key)
  const words = useWords()
  const me = useMe()
  const isPhone = usePhone()
  const [exported, setExported] = useState<{ columns: readonly string[]; total: number | null } | null>(null)
  useTitle(object && (words(object.plural) || words(object.label)), me?.workspace.name)
  if (!object) throw notFound()
  const to = (next: Search, replace: boolean): void => { void router.navigate({ to: '/o/$object', params: { object: object.key }, search: next, replace }) }
  const now = writeView(readView(search))
  return (
    <>
      <ListPage
        key={object.key} object={object} view={readView(search)} isCreating={search.new === '1'}
        onView={(view, replace = false) => { to(writeView(view), replace) }} onCreating={(creating) => { to(creating ? { ...now, new: '1' } : now, !creating) }}
        onExport={(columns, total) => { setExported({ columns, total }) }} picked={(list, total) => <SelectionBar object={object} list={list} total={total} go={(href) => { router.history.push(href) }} />}
        go={(href) => { router.history.push(href) }}
      />
      {exported && <Suspense fallback={null}><ExportDialog object={object} view={readView(search)} {...exported} isPhone={isPhone} onClose={() => { setExported(null) }} /></Suspense>}
    </>
  )
}
