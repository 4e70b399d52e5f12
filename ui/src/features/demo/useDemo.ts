import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import { doorOf } from '@/api/workspace'
import { useT } from '@/i18n'
import { toast } from '@/ui/toast'
import { enterDemo, isUnderWay, loadDemo, wishDemo, type Demo, type Wish } from './demo'

const KEY = ['demo']
const SOON = 800 // milliseconds between two looks while it is being built

/** How the demonstration stands, and what can be done with it. */
export function useDemo() {
  const t = useT()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const query = useQuery({
    queryKey: KEY, queryFn: ({ signal }) => loadDemo(signal), staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? SOON : false),
  })
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await work()
    } catch (cause) {
      toast(asProblem(cause).message || t('error.text'), { bad: true })
    } finally {
      setBusy(false)
    }
  }
  return {
    query, isBusy,
    wish: (wish: Wish) => attempt(async () => { client.setQueryData<Demo>(KEY, await wishDemo(wish)) }),
    // The whole page is loaded anew: nothing of one workspace stays in the other.
    enter: (person?: string) => attempt(async () => { location.assign(doorOf((await enterDemo(person)).workspace)) }),
  }
}
