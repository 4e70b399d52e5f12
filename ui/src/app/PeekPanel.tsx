import { Maximize2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { Fields } from '@/features/record-page/Fields'
import { Unsaved } from '@/features/record-page/Unsaved'
import { useRecord } from '@/features/record-page/useRecord'
import { Timeline } from '@/features/timeline/Timeline'
import { useT, useWords } from '@/i18n'
import { useVisit } from '@/meta/recent'
import { recordHref, type View } from '@/meta/view'
import { IconButton } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { ErrorBox, MissingBox } from '@/ui/States'
import '@/features/record-page/record-page.css'
import './peek.css'

interface PeekPanelProps { object: ObjectMeta; objects: readonly ObjectMeta[]; id: string; view: View; onClose: () => void }

/** A record beside its list: its fields, edited by a click, and what happened last. */
export function PeekPanel({ object, objects, id, view, onClose }: PeekPanelProps) {
  const t = useT()
  const words = useWords()
  const body = useRef<HTMLTextAreaElement>(null)
  const head = useRef<HTMLHeadingElement>(null)
  const query = useRecord(object, id)
  const record = query.data
  const problem = query.error ? asProblem(query.error) : null
  useEffect(() => { head.current?.focus({ preventScroll: true }) }, [id])
  useVisit(object.key, id, record !== undefined)
  const content = () => {
    if (problem?.status === 404) return <><MissingBox back={recordHref(object.key, id, view)} backText={t('peek.whole')} /><Unsaved key={id} objects={objects} id={id} /></>
    if (problem && !record) return <ErrorBox problem={problem} onRetry={() => { void query.refetch() }} />
    if (!record) return <div className="fields appear">{[1, 2, 3, 4, 5, 6].map((row) => <Skeleton key={row} />)}</div>
    return <><Fields object={object} objects={objects} record={record} /><Timeline key={id} object={object} objects={objects} record={record} bodyRef={body} /></>
  }
  return (
    <aside className="peek" aria-label={t('peek.title', { object: words(object.label) })}>
      <header className="peek-head">
        <h2 ref={head} tabIndex={-1} className="ellipsis">{record ? record.title || '—' : problem ? words(object.label) : <Skeleton width={180} height={16} />}</h2>
        <Go className="btn btn-small" to={recordHref(object.key, id, view)} title={t('peek.keys')}><Maximize2 size={14} aria-hidden="true" />{t('peek.whole')}</Go>
        <IconButton label={t('act.close')} onClick={onClose}><X size={18} /></IconButton>
      </header>
      <div className="peek-body">{content()}</div>
    </aside>
  )
}
