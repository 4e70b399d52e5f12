import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { ImportPage } from '@/features/imports/ImportPage'
import { UploadStep } from '@/features/imports/UploadStep'
import { useT } from '@/i18n'
import { mayImport, useMe, useObjects } from '@/meta/objects'
import type { Search } from '@/meta/view'
import { useTitle } from '@/ui/useTitle'
import { NotFound } from './NotFound'

/** A new import, or one that is there. */
export function ImportRoute() {
  const t = useT()
  const { id } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const router = useRouter()
  const objects = useObjects()
  const me = useMe()
  useTitle(t('import.title'), me?.workspace.name)
  if (!objects.some(mayImport)) return <NotFound />
  const go = (href: string): void => { router.history.push(href) }
  if (!id) return <UploadStep objects={objects} onPlanned={(found) => { go(`/import/${found.id}`) }} />
  const manage = me?.manage ?? []
  return <ImportPage key={id} id={id} step={search.step} objects={objects} mayModel={manage.includes('*') || manage.includes('model')} go={go} />
}
