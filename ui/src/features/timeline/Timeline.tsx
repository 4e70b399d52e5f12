import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type Ref } from 'react'
import { asProblem } from '@/api/client'
import { timelineOf } from '@/api/records'
import type { ObjectMeta, Rec } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import { outdateLists } from '@/grid/lists'
import { dayHeading } from '@/i18n/format'
import { isDay } from '@/i18n/zone'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { Composer } from './Composer'
import { sourcesOf, type Source } from './compose'
import { byDay, EVERYTHING, wantedQuery, type Wanted } from './group'
import { TimelineEvent } from './TimelineEvent'
import { TimelineFilter } from './TimelineFilter'
import './timeline.css'

const PAGE = 30

/** Days that are half typed are not asked for. */
function asked(wanted: Wanted): Wanted {
  const whole = (day: string): string => (isDay(day) ? day : '')
  return { ...wanted, since: whole(wanted.since), until: whole(wanted.until) }
}

function useTimeline(object: ObjectMeta, id: string, wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: ['timeline', object.key, id, asked(wanted)],
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => timelineOf(object.key, id, { ...wantedQuery(asked(wanted)), limit: PAGE, cursor: pageParam || undefined }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

/** Loads older entries when their place comes into sight. */
function useSeen(onSeen: () => void): Ref<HTMLDivElement> {
  const element = useRef<HTMLDivElement>(null)
  const latest = useRef(onSeen)
  useEffect(() => { latest.current = onSeen })
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver !== 'function') return
    const watch = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) latest.current() }, { rootMargin: '400px' })
    watch.observe(element.current)
    return () => { watch.disconnect() }
  })
  return element
}

interface TimelineProps { object: ObjectMeta; objects: readonly ObjectMeta[]; record: Rec; bodyRef: Ref<HTMLTextAreaElement> }

/** Who did what, when: interactions and changes by day, with the form for the next entry on top. */
export function Timeline({ object, objects, record, bodyRef }: TimelineProps) {
  const speech = useSpeech()
  const { t, lang } = speech
  const client = useQueryClient()
  const [wanted, setWanted] = useState(EVERYTHING)
  const query = useTimeline(object, record.id, wanted)
  const sources = sourcesOf(objects, object.key)
  const [chosen, setChosen] = useState<Source | undefined>()
  const source = sources.find((each) => each.object.key === chosen?.object.key) ?? sources[0]
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const tellers = objects.filter((each) => each.fields.some((field) => each.timeline?.includes(field.key) && field.target === object.key))
  const seen = useSeen(() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() })
  const saved = (): void => {
    toast(t('timeline.saved'))
    if (source) outdateLists(source.object.key)
    void client.invalidateQueries({ queryKey: ['timeline', object.key, record.id] })
    void client.invalidateQueries({ queryKey: ['record', object.key, record.id] })
    void client.invalidateQueries({ queryKey: ['related'] })
  }
  const backOf = (key: string): string | undefined => objects.find((each) => each.key === key)?.fields.find((field) => field.target === object.key)?.key
  const body = () => {
    if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (query.isPending) return <div className="col tl-wait appear"><Skeleton width="20%" /><Skeleton height={64} /><Skeleton height={64} /></div>
    if (items.length === 0 && JSON.stringify(wanted) !== JSON.stringify(EVERYTHING)) return <p className="muted tl-none">{t('timeline.noMatch')}</p>
    if (items.length === 0) return <EmptyBox title={t('timeline.empty')} text={source ? t('timeline.emptyText') : undefined} />
    return (
      <>
        {byDay(items).map((day) => (
          <section key={day.day} aria-label={dayHeading(day.day, lang, t)}>
            <h3 className="tl-day">{dayHeading(day.day, lang, t)}</h3>
            <ol>{day.events.map((event) => <TimelineEvent key={event.key} event={event} object={objects.find((each) => each.key === event.item.object)} backKey={backOf(event.item.object)} speech={speech} />)}</ol>
          </section>
        ))}
        {query.hasNextPage && <div ref={seen} className="rel-more"><Button disabled={query.isFetchingNextPage} onClick={() => { void query.fetchNextPage() }}>{t('act.older')}</Button></div>}
      </>
    )
  }
  return (
    <div className="tl">
      {source && <Composer key={source.object.key} source={source} sources={sources} onSource={setChosen} record={record} onSaved={saved} bodyRef={bodyRef} />}
      <TimelineFilter tellers={tellers} wanted={wanted} onChange={setWanted} />
      {body()}
    </div>
  )
}
