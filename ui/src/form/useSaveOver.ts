import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'

/** Saves a setting that several people may change. If somebody else was faster, what she set is read, and the next try goes on from it. */
export function useSaveOver<Setting, Page>(key: QueryKey, put: (setting: Setting, version: number) => Promise<Page>, onSaved: () => void) {
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async (setting: Setting, version: number): Promise<void> => {
    setBusy(true)
    try {
      queries.setQueryData<Page>(key, await put(setting, version))
      onSaved()
    } catch (cause) {
      const why = asProblem(cause)
      if (why.code === 'stale') await queries.refetchQueries({ queryKey: key })
      setProblem(why)
    } finally {
      setBusy(false)
    }
  }
  return { save, problem, isBusy }
}
