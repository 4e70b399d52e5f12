import { NoticePage } from '@/features/notify/NoticeDrawer'
import { useT } from '@/i18n'
import { useMe, useObjects } from '@/meta/objects'
import { useTitle } from '@/ui/useTitle'

export function NoticesRoute() {
  const t = useT()
  useTitle(t('notice.title'), useMe()?.workspace.name)
  return <NoticePage objects={useObjects()} />
}
