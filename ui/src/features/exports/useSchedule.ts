import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import { deleteExport, isOpen, type Export } from './exports'
import { loadSchedule, saveSchedule, type Schedule, type Setting } from './schedule'

const KEY = ['exports', 'schedule']
const LOOK = 2000

/** The schedule as it stands; while a file is being made it is looked after. */
export function useSchedule() {
  return useQuery({
    queryKey: KEY, queryFn: ({ signal }) => loadSchedule(signal), staleTime: 0,
    refetchInterval: (query) => { const last = query.state.data?.last; return last && isOpen(last) ? LOOK : false },
  })
}

/** Saves the schedule. If somebody else was faster, what she set is read, and the next try goes on from it. */
export function useSaveSchedule(onSaved: () => void) {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async (setting: Setting, version: number): Promise<void> => {
    setBusy(true)
    try {
      queries.setQueryData<Schedule>(KEY, await saveSchedule(setting, version))
      onSaved()
    } catch (cause) {
      const why = asProblem(cause)
      if (why.code === 'stale') await queries.refetchQueries({ queryKey: KEY })
      setProblem(why)
    } finally {
      setBusy(false)
    }
  }
  return { save, problem, isBusy }
}

/** Removes a kept file for good. */
export function useDropKept(onDropped: () => void) {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const drop = (made: Export): void => {
    deleteExport(made.id).then(onDropped, (cause: unknown) => {
      const why = asProblem(cause)
      if (why.status === 404) onDropped() // somebody else removed it
      else setProblem(why)
    }).finally(() => queries.invalidateQueries({ queryKey: KEY }))
  }
  return { drop, problem }
}
