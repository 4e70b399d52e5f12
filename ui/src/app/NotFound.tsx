import { useObjects } from '@/meta/objects'
import { useT } from '@/i18n'
import { EmptyBox, MissingBox } from '@/ui/States'

/** No such page; or a workspace in which nothing is shared with this person yet. */
export function NotFound() {
  const t = useT()
  const objects = useObjects()
  if (location.pathname === '/' && objects.length === 0) return <div className="alone"><EmptyBox title={t('home.nothing')} text={t('home.nothingText')} /></div>
  return <div className="alone"><MissingBox back="/" backText={t('state.home')} /></div>
}
