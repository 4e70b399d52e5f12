import { HomePage } from '@/features/home/HomePage'
import { useT } from '@/i18n'
import { useMe, useObjects } from '@/meta/objects'
import { useTitle } from '@/ui/useTitle'

export function HomeRoute() {
  const t = useT()
  useTitle(t('home.title'), useMe()?.workspace.name)
  return <HomePage objects={useObjects()} />
}
