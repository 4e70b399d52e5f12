import { useEffect, useState } from 'react'
import { asProblem, isAbort, type Problem } from '@/api/client'
import { searchAll } from '@/api/records'
import type { Hit } from '@/api/types'

/** With what the server and the network take, the first results are there within 150 ms after the last key. */
const PAUSE_MS = 60

export interface Found { text: string; hits: Hit[]; problem: Problem | null }

/** What the server finds for the text, asked when the person pauses. The last answer stays until the next is there. */
export function useSearch(text: string, object?: string, limit = 20): { found: Found; isLoading: boolean } {
  const question = text.trim()
  const [found, setFound] = useState<Found>({ text: '', hits: [], problem: null })
  useEffect(() => {
    if (!question) return
    const flight = new AbortController()
    const timer = setTimeout(() => {
      searchAll(question, { limit, object }, flight.signal).then(
        ({ items }) => { setFound({ text: question, hits: items, problem: null }) },
        (cause: unknown) => { if (!isAbort(cause)) setFound({ text: question, hits: [], problem: asProblem(cause) }) },
      )
    }, PAUSE_MS)
    return () => { clearTimeout(timer); flight.abort() }
  }, [question, object, limit])
  if (!question) return { found: { text: '', hits: [], problem: null }, isLoading: false }
  return { found, isLoading: found.text !== question }
}
