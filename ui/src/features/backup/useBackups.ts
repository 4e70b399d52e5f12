import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { asProblem, type Problem } from '@/api/client'
import { useT } from '@/i18n'
import { toast } from '@/ui/toast'
import { askFor, isOpen, loadBackups, loadRuns, savePlan, type Backups, type Runs, type Setting, type What } from './backups'

const PAGE = ['backups', 'page']
const RUNS = ['backups', 'runs']
const SOON = 700 // milliseconds between two looks while one is under way
const SELDOM = 10_000

/** What there is, and how the latest runs go; what a run has made is read when it ends. */
export function useBackups() {
  const queries = useQueryClient()
  const page = useQuery({ queryKey: PAGE, queryFn: ({ signal }) => loadBackups(signal), staleTime: 0 })
  const follow = useQuery({
    queryKey: RUNS, queryFn: ({ signal }) => loadRuns(signal), staleTime: 0, enabled: page.data !== undefined,
    refetchInterval: ({ state }) => (isOpen(state.data?.backup) || isOpen(state.data?.test) ? SOON : SELDOM),
  })
  const runs: Runs | undefined = follow.data ?? page.data?.runs
  const ended = `${isOpen(runs?.backup) ? '' : runs?.backup?.id} ${isOpen(runs?.test) ? '' : runs?.test?.id}`
  useEffect(() => { void queries.invalidateQueries({ queryKey: PAGE }) }, [queries, ended])
  return { page, runs }
}

/** Begins a backup or a restore test. */
export function useAsk(): { ask: (what: What) => void; isBusy: boolean } {
  const t = useT()
  const queries = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const ask = (what: What): void => {
    setBusy(true)
    askFor(what)
      .then((runs) => { queries.setQueryData<Runs>(RUNS, runs) }, (cause: unknown) => { toast(asProblem(cause).message || t('error.offline'), { bad: true }) })
      .finally(() => { setBusy(false) })
  }
  return { ask, isBusy }
}

/** Saves the plan. If somebody else was faster, what she set is read, and the next try goes on from it. */
export function useSavePlan(onSaved: () => void) {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async (setting: Setting, version: number): Promise<void> => {
    setBusy(true)
    try {
      queries.setQueryData<Backups>(PAGE, await savePlan(setting, version))
      onSaved()
    } catch (cause) {
      const why = asProblem(cause)
      if (why.code === 'stale') await queries.refetchQueries({ queryKey: PAGE })
      setProblem(why)
    } finally {
      setBusy(false)
    }
  }
  return { save, problem, isBusy }
}
