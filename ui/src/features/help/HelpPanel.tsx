import { BookOpen, Compass } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { beginTour } from '@/meta/help'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Dialog } from '@/ui/Dialog'
import { Go } from '@/ui/Go'
import { usePhone } from '@/ui/phone'
import { QuickSearch } from '@/ui/QuickSearch'
import { ErrorBox } from '@/ui/States'
import { ChapterText, chapterHref } from './ChapterText'
import { HelpFound } from './HelpFound'
import { searchManual, useManual } from './manual'
import { topicOf } from './topics'
import './help.css'

interface HelpPanelProps {
  /** The page that help is wanted about. */
  path: string
  /** Whether the person is signed in: the manual and the tour are inside. */
  isInside?: boolean
  onClose: () => void
}

/** Help about the page one is on, beside it on a desk, from below on a phone; with a search over all chapters. */
export function HelpPanel({ path, isInside = true, onClose }: HelpPanelProps) {
  const t = useT()
  const phone = usePhone()
  const { data, error, refetch } = useManual()
  const [key, setKey] = useState(() => topicOf(path))
  const [asked, setAsked] = useState('')
  const chapter = data?.groups.flatMap((group) => group.chapters).find((each) => each.key === key)
  const open = (next: string): void => { setKey(next); setAsked('') }
  return (
    <Dialog
      kind={phone ? 'sheet' : 'side'} title={asked ? t('help.title') : chapter?.title ?? t('help.title')} onClose={onClose}
      foot={isInside && (
        <>
          <Button onClick={() => { onClose(); beginTour() }}><Compass size={16} aria-hidden="true" />{t('tour.begin')}</Button>
          <Go to={chapterHref(key)} className="btn" onClick={() => { setTimeout(onClose) }}><BookOpen size={16} aria-hidden="true" />{t('help.manual')}</Go>
        </>
      )}
    >
      <div className="help-panel">
        <QuickSearch value={asked} onSearch={setAsked} label={t('help.search')} />
        {error && <ErrorBox problem={asProblem(error)} onRetry={() => { void refetch() }} />}
        {!data && !error && <div className="col appear"><Skeleton width="80%" /><Skeleton width="60%" /><Skeleton width="70%" /></div>}
        {data && (asked ? <HelpFound found={searchManual(data.groups, asked)} onChapter={open} /> : chapter && <ChapterText chapter={chapter} onChapter={open} />)}
      </div>
    </Dialog>
  )
}
