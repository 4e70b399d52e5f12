import { useParams } from '@tanstack/react-router'
import { ExportPage } from '@/features/exports/ExportPage'
import { SourcesPage } from '@/features/records/SourcesPage'
import { StatusPage } from '@/features/doctor/StatusPage'
import { useT } from '@/i18n'
import { useMe, useObjects } from '@/meta/objects'
import { useTitle } from '@/ui/useTitle'
import { NotFound } from './NotFound'

/** The pages about the whole workspace. */
export function AdminRoute() {
  const t = useT()
  const objects = useObjects()
  const { page } = useParams({ strict: false })
  useTitle(page === 'status' ? t('status.title') : page === 'export' ? t('export.everything') : t('sources.title'), useMe()?.workspace.name)
  if (page === 'sources') return <SourcesPage objects={objects} />
  if (page === 'export') return <ExportPage />
  return page === 'status' ? <StatusPage /> : <NotFound />
}
