import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { ago, formatNumber } from '@/i18n/format'
import { favouriteHref, useFavouriteName, useFavourites } from '@/meta/favourites'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { visitsQuery } from '@/meta/recent'
import { recordHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'

const FIRST = 8

interface ShortcutsProps { objects: readonly ObjectMeta[] }

/** What the person has put a star on. */
export function Favourites({ objects }: ShortcutsProps) {
  const t = useT()
  const nameOf = useFavouriteName()
  const { items } = useFavourites()
  if (items.length === 0) return null
  return (
    <section className="card home-card" aria-labelledby="home-favourites">
      <h2 id="home-favourites">{t('star.title')}</h2>
      <ul>
        {items.map((one) => {
          const object = objects.find((each) => each.key === one.object)
          return <li key={one.id}><Go to={favouriteHref(one)} className="short"><ObjectIcon name={object?.icon} size={16} /><span className="ellipsis grow">{nameOf(one, object)}</span></Go></li>
        })}
      </ul>
    </section>
  )
}

/** The records that the person looked at last. */
export function Recent({ objects }: ShortcutsProps) {
  const t = useT()
  const words = useWords()
  const { data, error, refetch } = useQuery(visitsQuery)
  const [isOpen, setOpen] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const visits = data?.items ?? []
  // What comes is behind the button that goes: the keyboard stays there.
  useEffect(() => { if (isOpen) list.current?.querySelectorAll('a')[FIRST]?.focus({ preventScroll: true }) }, [isOpen])
  return (
    <section className="card home-card" aria-labelledby="home-recent">
      <h2 id="home-recent">{t('home.recent')}</h2>
      {error && !data && <p className="home-none" role="alert">{asProblem(error).message || t('error.text')} <Button look="link" onClick={() => { void refetch() }}>{t('act.retry')}</Button></p>}
      {!error && !data && <div className="home-wait appear"><Skeleton width="70%" /><Skeleton width="50%" /></div>}
      {data?.items.length === 0 && <p className="home-none">{t('home.noRecent')}</p>}
      <ul ref={list}>
        {visits.slice(0, isOpen ? undefined : FIRST).map(({ object: key, record, at }) => {
          const object = objects.find((each) => each.key === key)
          return (
            <li key={record.id}>
              <Go to={recordHref(key, record.id)} className="short" title={words(object?.label)}>
                <ObjectIcon name={object?.icon} size={16} /><span className="ellipsis grow">{record.title || words(object?.label)}</span><time className="muted num" dateTime={at}>{ago(at, t)}</time>
              </Go>
            </li>
          )
        })}
      </ul>
      {!isOpen && visits.length > FIRST && <Button look="plain" className="home-all" onClick={() => { setOpen(true) }}>{t('home.allRecent', { count: visits.length, n: formatNumber(visits.length) })}</Button>}
    </section>
  )
}
