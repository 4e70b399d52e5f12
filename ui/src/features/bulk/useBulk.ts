import { useEffect, useRef, useState } from 'react'
import { asProblem, isAbort, newKey, type Problem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { askBulk, cancelBulk, isOpen, planBulk, type Bulk, type Chosen, type Deed, type Planned } from './bulks'
import { ended, followAlone, takeBack } from './follow'

const PAUSE_MS = 250

/** Counts what a change would be about while it is put together. */
export function usePlan(object: string, chosen: Chosen, deed: Deed | null): { planned: Planned | null; problem: Problem | null } {
  const [found, setFound] = useState<{ key: string; planned: Planned | null; problem: Problem | null } | null>(null)
  const key = deed ? JSON.stringify([object, chosen, deed]) : ''
  useEffect(() => {
    if (!key) return
    const flight = new AbortController()
    const timer = setTimeout(() => {
      const [name, which, what] = JSON.parse(key) as [string, Chosen, Deed]
      planBulk(name, which, what, flight.signal).then(
        (planned) => { setFound({ key, planned, problem: null }) },
        (cause: unknown) => { if (!isAbort(cause)) setFound({ key, planned: null, problem: asProblem(cause) }) },
      )
    }, PAUSE_MS)
    return () => { clearTimeout(timer); flight.abort() }
  }, [key])
  return found?.key === key ? found : { planned: null, problem: null }
}

/** One change from the wish to its end; who leaves before hears of the end all the same. */
export function useBulk(object: ObjectMeta) {
  const [made, setMade] = useState<Bulk | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isAsking, setAsking] = useState(false)
  const isHere = useRef(true)
  useEffect(() => { isHere.current = true; return () => { isHere.current = false } }, [])
  const show = (bulk: Bulk): void => { if (isHere.current) setMade(bulk) }

  const start = async (chosen: Chosen, deed: Deed): Promise<Bulk | null> => {
    setAsking(true)
    setProblem(null)
    let begun: Bulk | null = null
    try {
      begun = await askBulk(object.key, chosen, deed, newKey())
      show(begun)
      const done = await ended(begun, (bulk) => { if (!isHere.current) throw new Left(); setMade(bulk) })
      show(done)
      return done
    } catch (cause) {
      if (isHere.current) setProblem(asProblem(cause))
      else if (begun && cause instanceof Left) followAlone(begun, object)
      return null
    } finally {
      if (isHere.current) setAsking(false)
    }
  }
  const stop = (): void => { if (made) cancelBulk(made.id, newKey()).then(show, (cause: unknown) => { setProblem(asProblem(cause)) }) }
  const undo = (): void => { if (made) void takeBack(made, object, show).then((done) => { if (done) show(done) }) }
  return { made, problem, isBusy: isAsking || (made !== null && isOpen(made)), start, stop, undo }
}

/** Nobody looks any more. */
class Left extends Error {}
