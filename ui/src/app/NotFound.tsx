import { useT } from '@/i18n'
import { MissingBox } from '@/ui/States'

/** No such page. */
export function NotFound() {
  const t = useT()
  return <div className="alone"><MissingBox back="/" backText={t('state.home')} /></div>
}
