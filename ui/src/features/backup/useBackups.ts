import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { asProblem } from '@/api/client'
import { useSaveOver } from '@/form/useSaveOver'
import { useT } from '@/i18n'
import { toast } from '@/ui/toast'
import { askFor, isOpen, loadBackups, loadRuns, savePlan, type Runs, type What } from './backups'

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

/** Saves the plan. */
export const useSavePlan = (onSaved: () => void) => useSaveOver(PAGE, savePlan, onSaved)
