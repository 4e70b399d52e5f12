import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { favouriteHref, useFavouriteName, useFavourites } from '@/meta/favourites'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { Go } from '@/ui/Go'

/** The person's favourites, below the objects; folded to nothing where the sidebar is. */
export function SideFavourites({ objects, path }: { objects: readonly ObjectMeta[]; path: string }) {
  const t = useT()
  const nameOf = useFavouriteName()
  const { items } = useFavourites()
  if (items.length === 0) return null
  return (
    <div className="side-text side-stars">
      <h2 id="side-stars">{t('star.title')}</h2>
      <ul aria-labelledby="side-stars">
        {items.map((one) => {
          const object = objects.find((each) => each.key === one.object)
          const name = nameOf(one, object)
          const here = one.record !== null && path === `/o/${one.object}/${one.record.id}`
          return <li key={one.id}><Go to={favouriteHref(one)} className="side-item" aria-current={here ? 'page' : undefined} title={name}><ObjectIcon name={object?.icon} size={16} /><span className="ellipsis">{name}</span></Go></li>
        })}
      </ul>
    </div>
  )
}
