import { useEffect } from 'react'

/** The title of the window: the page first, so that tabs can be told apart. */
export function useTitle(...parts: (string | undefined | null)[]): void {
  const title = parts.filter(Boolean).join(' · ')
  useEffect(() => { document.title = title }, [title])
}
