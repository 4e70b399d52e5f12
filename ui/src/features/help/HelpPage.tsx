import { ChevronLeft, ChevronRight, Compass, Download } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { beginTour } from '@/meta/help'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { usePhone } from '@/ui/phone'
import { QuickSearch } from '@/ui/QuickSearch'
import { ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { useDeed } from '@/ui/useDeed'
import { useTitle } from '@/ui/useTitle'
import { ChapterText, chapterHref } from './ChapterText'
import { FlowChart } from './FlowChart'
import { HelpFound } from './HelpFound'
import { FLOW, searchManual, takeManual, useManual, type Chapter, type ChapterGroup, type ManualFormat } from './manual'
import './help.css'

const FORMATS: readonly ManualFormat[] = ['pdf', 'html']

function Contents({ groups, here }: { groups: readonly ChapterGroup[]; here: string | undefined }) {
  const t = useT()
  const entry = (key: string, title: string) => <li key={key}><Go to={chapterHref(key)} className="side-item" aria-current={key === here ? 'page' : undefined}><span className="ellipsis">{title}</span></Go></li>
  return (
    <>
      {groups.map((group) => (
        <section key={group.key} aria-labelledby={`help-${group.key}`}>
          <h2 id={`help-${group.key}`}>{group.label}</h2>
          <ul>{group.chapters.map((chapter) => entry(chapter.key, chapter.title))}</ul>
        </section>
      ))}
      <section aria-labelledby="help-flow"><h2 id="help-flow">{t('help.appendix')}</h2><ul>{entry(FLOW, t('help.flow'))}</ul></section>
    </>
  )
}

/** The manual to take along. */
function Files() {
  const t = useT()
  const { run, isBusy } = useDeed()
  const take = (format: ManualFormat): void => {
    void run(() => takeManual(format, t('help.manual')).catch((cause: unknown) => { toast(asProblem(cause).message || t('error.offline'), { bad: true }) }))
  }
  return (
    <>
      {FORMATS.map((format) => <Button key={format} small disabled={isBusy} onClick={() => { take(format) }}><Download size={16} aria-hidden="true" />{t(format === 'pdf' ? 'help.pdf' : 'help.html')}</Button>)}
      <Button small onClick={beginTour}><Compass size={16} aria-hidden="true" />{t('tour.begin')}</Button>
    </>
  )
}

function Beside({ chapters, here }: { chapters: readonly Chapter[]; here: string }) {
  const t = useT()
  const at = chapters.findIndex((chapter) => chapter.key === here)
  const before = chapters[at - 1]
  const after = chapters[at + 1]
  return (
    <nav className="help-beside" aria-label={t('help.beside')}>
      {before && <Go to={chapterHref(before.key)}><ChevronLeft size={16} aria-hidden="true" />{before.title}</Go>}
      <span className="grow" />
      {after && <Go to={chapterHref(after.key)}>{after.title}<ChevronRight size={16} aria-hidden="true" /></Go>}
    </nav>
  )
}

/** The operation manual: contents, search, one chapter at a time, and files of all of it. `asked`: the key of a chapter. */
export function HelpPage({ asked, firm, onChapter }: { asked: string | undefined; firm: string | undefined; onChapter: (key: string) => void }) {
  const t = useT()
  const phone = usePhone()
  const { data, error, refetch } = useManual()
  const [text, setText] = useState('')
  const chapters = (data?.groups ?? []).flatMap((group) => group.chapters)
  const here = asked ?? (phone ? undefined : chapters[0]?.key)
  const chapter = chapters.find((each) => each.key === here)
  const title = here === FLOW ? t('help.flow') : chapter?.title
  useTitle(title ? `${title} · ${t('help.manual')}` : t('help.manual'), firm)
  const open = (key: string): void => { setText(''); onChapter(key) }
  const isList = phone && here === undefined
  if (error) return <ErrorBox problem={asProblem(error)} onRetry={() => { void refetch() }} />
  return (
    <section className="help" aria-label={t('help.manual')}>
      {(!phone || isList) && (
        <nav className="help-nav" aria-label={t('help.contents')}>
          {isList ? <h1>{t('help.manual')}</h1> : <p className="help-name">{t('help.manual')}</p>}
          <QuickSearch value={text} onSearch={setText} label={t('help.search')} />
          {isList && <div className="help-files"><Files /></div>}
          {isList && text && data ? <HelpFound found={searchManual(data.groups, text)} onChapter={open} /> : data && <Contents groups={data.groups} here={here} />}
        </nav>
      )}
      {!isList && (
        <div className="help-page">
          {phone && <Go to="/help" className="settings-back"><ChevronLeft size={18} aria-hidden="true" />{t('help.contents')}</Go>}
          <header className="list-head"><h1>{text ? t('help.found') : title ?? t('help.manual')}</h1><span className="grow" />{!phone && <Files />}</header>
          <div className="help-body">
            {!data && <div className="col appear"><Skeleton width="60%" /><Skeleton width="80%" /><Skeleton width="70%" /></div>}
            {data && text !== '' && <HelpFound found={searchManual(data.groups, text)} onChapter={open} />}
            {data && text === '' && (here === FLOW ? <FlowChart /> : chapter ? <ChapterText chapter={chapter} /> : <p className="help-none">{t('help.noChapter')}</p>)}
            {data && text === '' && chapter && <Beside chapters={chapters} here={chapter.key} />}
          </div>
        </div>
      )}
    </section>
  )
}
