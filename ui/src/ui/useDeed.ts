import { useState } from 'react'
import { asProblem, type Problem } from '@/api/client'

/** One deed at a time, and what went wrong with it. */
export function useDeed(): { run: (deed: () => Promise<void>) => Promise<void>; isBusy: boolean; problem: Problem | null } {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (deed: () => Promise<void>): Promise<void> => {
    if (isBusy) return
    setBusy(true)
    setProblem(null)
    await deed().catch((cause: unknown) => { setProblem(asProblem(cause)) })
    setBusy(false)
  }
  return { run, isBusy, problem }
}
