import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import { useSaveOver } from '@/form/useSaveOver'
import { deleteExport, isOpen, type Export } from './exports'
import { loadSchedule, saveSchedule } from './schedule'

const KEY = ['exports', 'schedule']
const LOOK = 2000

/** The schedule as it stands; while a file is being made it is looked after. */
export function useSchedule() {
  return useQuery({
    queryKey: KEY, queryFn: ({ signal }) => loadSchedule(signal), staleTime: 0,
    refetchInterval: (query) => { const last = query.state.data?.last; return last && isOpen(last) ? LOOK : false },
  })
}

/** Saves the schedule. */
export const useSaveSchedule = (onSaved: () => void) => useSaveOver(KEY, saveSchedule, onSaved)

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
