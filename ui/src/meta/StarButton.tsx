import { Star } from 'lucide-react'
import { useT } from '@/i18n'
import { IconButton } from '@/ui/Button'
import { useStar, type Starred } from './favourites'

/** The star beside a title: one click puts the record or list among the person's favourites. */
export function StarButton({ what }: { what: Starred }) {
  const t = useT()
  const { isOn, toggle } = useStar(what)
  return <IconButton label={isOn ? t('star.remove') : t('star.add')} aria-pressed={isOn} className="star" onClick={toggle}><Star size={18} fill={isOn ? 'currentColor' : 'none'} /></IconButton>
}
