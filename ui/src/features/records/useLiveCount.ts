import { useEffect, useState } from 'react'
import { asProblem, isAbort } from '@/api/client'
import { countOf, queryRecords } from '@/api/records'
import type { ObjectMeta } from '@/api/types'
import type { Filter } from '@/conditions/model'
import { viewQuery } from '@/meta/view'
import { forgetComposed, whenComposed } from '@/ui/composition'

const PAUSE_MS = 300
const ASKING = 'live count'
type Live = { state: 'loading' } | { state: 'ready'; value: number } | { state: 'failed'; message: string }
interface Answer { question: string; live: Live }

/** The true number of records that a filter would show, asked when the person pauses. */
export function useLiveCount(object: ObjectMeta, filter: Filter, search: string | undefined): Live {
  const question = JSON.stringify(viewQuery(object, { filter, q: search }))
  const [answer, setAnswer] = useState<Answer>({ question: '', live: { state: 'loading' } })
  useEffect(() => {
    const flight = new AbortController()
    const ask = (): void => {
      queryRecords(object.key, { ...(JSON.parse(question) as object), fields: ['title'], limit: 1, count: 'exact' }, flight.signal).then(
        (page) => { setAnswer({ question, live: { state: 'ready', value: countOf(page) ?? page.items.length } }) },
        (cause: unknown) => { if (!isAbort(cause)) setAnswer({ question, live: { state: 'failed', message: asProblem(cause).message } }) },
      )
    }
    const timer = setTimeout(() => { whenComposed(ASKING, ask) }, PAUSE_MS)
    return () => { clearTimeout(timer); forgetComposed(ASKING); flight.abort() }
  }, [object.key, question])
  return answer.live.state === 'ready' || answer.question === question ? answer.live : { state: 'loading' }
}
