import { useParams } from '@tanstack/react-router'
import { ExportPage } from '@/features/exports/ExportPage'
import { SourcesPage } from '@/features/records/SourcesPage'
import { StatusPage } from '@/features/doctor/StatusPage'
import { useT } from '@/i18n'
import { useMe, useObjects } from '@/meta/objects'
import { usePages } from '@/meta/pages'
import { useTitle } from '@/ui/useTitle'
import { NotFound } from './NotFound'

/** The pages about the whole workspace. */
export function AdminRoute() {
  const t = useT()
  const objects = useObjects()
  const { page } = useParams({ strict: false })
  const found = usePages().find((each) => each.href === `/admin/${page ?? ''}`)
  useTitle(found?.label ?? t('state.missing'), useMe()?.workspace.name)
  if (!found) return <NotFound />
  if (found.key === 'sources') return <SourcesPage objects={objects} />
  return found.key === 'export' ? <ExportPage /> : <StatusPage />
}
