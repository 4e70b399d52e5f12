import { useRouter, useSearch } from '@tanstack/react-router'
import { chapterHref } from '@/features/help/ChapterText'
import { HelpPage } from '@/features/help/HelpPage'
import { useMe } from '@/meta/objects'
import type { Search } from '@/meta/view'

export function HelpRoute() {
  const router = useRouter()
  const search: Search = useSearch({ strict: false })
  return <HelpPage asked={search.chapter} firm={useMe()?.workspace.name} onChapter={(key) => { router.history.push(chapterHref(key)) }} />
}
