import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { asProblem, isPassing, newKey, type Problem } from '@/api/client'
import { askExport, deleteExport, download, getExport, isOpen, loadExports, type Export, type Wish } from './exports'

const LOOK = 700
const RECENT = ['exports']

/** One export from the wish to the file: it is asked for, looked after while it is made, and saved when it is there. */
export function useExport() {
  const [made, setMade] = useState<Export | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isAsking, setAsking] = useState(false)
  const [looks, setLooks] = useState(0)
  const queries = useQueryClient()
  const take = (next: Export): void => {
    setMade(next)
    if (!isOpen(next)) void queries.invalidateQueries({ queryKey: RECENT })
    if (next.state === 'done') download(next)
  }
  const open = made && isOpen(made) ? made.id : null
  useEffect(() => {
    if (!open) return
    let isHere = true
    const timer = setTimeout(() => {
      getExport(open).then(
        (next) => { if (isHere) { take(next); setLooks((before) => before + 1) } },
        (cause: unknown) => {
          if (!isHere) return
          const why = asProblem(cause)
          if (isPassing(why)) setLooks((before) => before + 1)
          else { setMade(null); setProblem(why) }
        },
      )
    }, LOOK)
    return () => { isHere = false; clearTimeout(timer) }
    // `take` is another function each time and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open, looks])
  const start = (wish: Wish): void => {
    setAsking(true)
    setProblem(null)
    setMade(null)
    askExport(wish, newKey()).then(take, (cause: unknown) => { setProblem(asProblem(cause)) }).finally(() => { setAsking(false) })
  }
  const stop = (): void => {
    if (!made) return
    setMade(null)
    void deleteExport(made.id).catch(() => undefined)
  }
  return { made, problem, isBusy: isAsking || open !== null, start, stop }
}

/** What was exported today and can still be taken. */
export function useRecent(fits: (made: Export) => boolean) {
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: RECENT, queryFn: loadExports, staleTime: 0 })
  const drop = (made: Export): void => {
    void deleteExport(made.id).catch(() => undefined).finally(() => queries.invalidateQueries({ queryKey: RECENT }))
  }
  return { items: (data?.items ?? []).filter((made) => made.state === 'done' && fits(made)).slice(0, 5), drop }
}
