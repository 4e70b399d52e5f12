import { useMemo } from 'react'
import { useLanguage, useT, wordsIn } from '@/i18n'
import type { Speech } from './types'

/** The same object as long as the language is the same. */
export function useSpeech(): Speech {
  const t = useT()
  const lang = useLanguage()
  return useMemo(() => ({ t, lang, words: (words) => wordsIn(lang, words) }), [t, lang])
}
