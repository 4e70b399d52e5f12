import { Fragment } from 'react'
import { Kbd } from '@/ui/bits'
import { Go } from '@/ui/Go'
import type { Block, Chapter, Span } from './manual'

interface ChapterTextProps {
  chapter: Chapter
  /** Follows a link to another chapter; absent, links lead to the manual. */
  onChapter?: (key: string) => void
}

export const chapterHref = (key: string): string => `/help?chapter=${encodeURIComponent(key)}`

function Run({ span, onChapter }: { span: Span; onChapter: ChapterTextProps['onChapter'] }) {
  const to = span.to ?? ''
  switch (span.mark) {
    case 'strong': return <b>{span.text}</b>
    case 'key': return <Kbd>{span.text}</Kbd>
    case 'link': return onChapter ? <button type="button" className="btn btn-link" onClick={() => { onChapter(to) }}>{span.text}</button> : <Go to={chapterHref(to)}>{span.text}</Go>
    default: return span.text
  }
}

function Piece({ block, onChapter }: { block: Block; onChapter: ChapterTextProps['onChapter'] }) {
  const line = (spans: readonly Span[]) => spans.map((span, at) => <Fragment key={at}><Run span={span} onChapter={onChapter} /></Fragment>)
  switch (block.kind) {
    case 'heading': return <h3>{line(block.lines[0] ?? [])}</h3>
    case 'text': return <p>{line(block.lines[0] ?? [])}</p>
    case 'steps': return <ol>{block.lines.map((each, at) => <li key={at}>{line(each)}</li>)}</ol>
    case 'list': return <ul>{block.lines.map((each, at) => <li key={at}>{line(each)}</li>)}</ul>
  }
}

/** What a chapter says, without its title. */
export function ChapterText({ chapter, onChapter }: ChapterTextProps) {
  return <div className="help-text">{chapter.blocks.map((block, at) => <Piece key={at} block={block} onChapter={onChapter} />)}</div>
}
