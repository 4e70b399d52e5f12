import type { QueryClient } from '@tanstack/react-query'
import { chooseMyLanguage } from '@/api/records'
import { chooseLanguage, type Lang } from '@/i18n'

/** Chosen for this browser at once, and for the account, so that other devices follow; what the server says in words is asked anew. */
export async function speak(lang: Lang, queries: QueryClient): Promise<void> {
  await Promise.all([chooseLanguage(lang), chooseMyLanguage(lang === 'en' ? 'en' : 'zh')])
  await queries.invalidateQueries()
}
