import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment, useEffect } from 'react'
import { onChanged } from '@/api/changes'
import { asProblem, call } from '@/api/client'
import type { ObjectMeta, Paged, Ref } from '@/api/types'
import { useLanguage, useT, useWords, type TextKey } from '@/i18n'
import { ago, dayHeading, dayOf, formatZoned } from '@/i18n/format'
import { recordHref } from '@/meta/view'
import { Avatar, Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'

interface Deed { object: string; record: { id: string; title: string | null } | null; what: string; at: string; actor: Ref | null }

const KNOWN = new Set(['created', 'updated', 'deleted', 'restored', 'merged', 'import', 'batch', 'merge'])
/** So long after a change the list is read again: a burst is one reading. */
const PAUSE_MS = 1500

function useLately() {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = onChanged(() => { timer ??= setTimeout(() => { timer = undefined; void client.invalidateQueries({ queryKey: ['lately'] }) }, PAUSE_MS) })
    return () => { end(); clearTimeout(timer) }
  }, [client])
  return useQuery({ queryKey: ['lately'], queryFn: ({ signal }) => call<Paged<Deed>>('GET', '/lately', { query: { limit: 15 }, signal }) })
}

function DeedLine({ deed, object }: { deed: Deed; object: ObjectMeta | undefined }) {
  const t = useT()
  const words = useWords()
  const name = deed.actor?.title ?? t('history.system')
  const what = `did.${KNOWN.has(deed.what) ? deed.what : 'updated'}` as TextKey
  const label = words(deed.record ? object?.label : object?.plural ?? object?.label)
  return (
    <li className="deed">
      <Avatar name={name} />
      <div className="grow">
        <span>{t(what, { name, object: label })}</span>{' '}
        {deed.record && <Go to={recordHref(deed.object, deed.record.id)} className="deed-what">{deed.record.title || label}</Go>}
      </div>
      <time className="muted num" dateTime={deed.at} title={formatZoned(deed.at)}>{ago(deed.at, t)}</time>
    </li>
  )
}

/** What has happened to records that the person may see, the latest first. */
export function Lately({ objects }: { objects: readonly ObjectMeta[] }) {
  const t = useT()
  const lang = useLanguage()
  const query = useLately()
  const items = query.data?.items ?? []
  const body = () => {
    if (query.error && !query.data) return <p className="home-none" role="alert">{asProblem(query.error).message || t('error.text')} <Button look="link" onClick={() => { void query.refetch() }}>{t('act.retry')}</Button></p>
    if (!query.data) return <div className="home-wait appear"><Skeleton width="80%" /><Skeleton width="60%" /><Skeleton width="70%" /></div>
    if (items.length === 0) return <p className="home-none">{t('home.noDeeds')}</p>
    return (
      <ul>
        {items.map((deed, index) => {
          const day = dayOf(deed.at)
          const before = items[index - 1]
          return (
            <Fragment key={`${deed.at} ${deed.record?.id ?? index} ${deed.what}`}>
              {(!before || dayOf(before.at) !== day) && <li className="deed-day">{dayHeading(day, lang, t)}</li>}
              <DeedLine deed={deed} object={objects.find((each) => each.key === deed.object)} />
            </Fragment>
          )
        })}
      </ul>
    )
  }
  return <section className="card home-card" aria-labelledby="home-lately"><h2 id="home-lately">{t('home.lately')}</h2>{body()}</section>
}
