import { Check } from 'lucide-react'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import type { Problem } from '@/api/client'
import { useT } from '@/i18n'
import { Go } from '@/ui/Go'
import '@/fields/fields.css'
import '@/ui/field.css'
import './imports.css'

export type Stage = 'upload' | 'map' | 'check' | 'run' | 'result'
const STAGES: readonly Stage[] = ['upload', 'map', 'check', 'run', 'result']

interface FrameProps {
  stage: Stage
  /** The files' names. */
  of?: string
  /** Where the steps lead that can be gone back to. */
  links?: Partial<Record<Stage, string>>
  children: ReactNode
  foot?: ReactNode
}

/** Title and steps above, buttons below; between them what the step is about. */
export function Frame({ stage, of, links = {}, children, foot }: FrameProps) {
  const t = useT()
  const now = STAGES.indexOf(stage)
  const title = useRef<HTMLHeadingElement>(null)
  const isNear = useRef(true)
  // What was pressed is gone or cannot be pressed again, and the focus with it; who has clicked elsewhere has no focus to lose.
  useLayoutEffect(() => { if (isNear.current && document.activeElement === document.body) title.current?.focus({ preventScroll: true }) })
  return (
    <section className="imp" aria-labelledby="imp-title" onFocus={() => { isNear.current = true }} onPointerDown={() => { isNear.current = false }}>
      <header className="imp-head">
        <h1 id="imp-title" ref={title} tabIndex={-1}>{t('import.title')}</h1>
        {of && <span className="muted ellipsis" title={of}>{of}</span>}
        <span className="grow" />
        <ol className="imp-steps" aria-label={t('imp.steps')}>
          {STAGES.map((each, at) => {
            const link = links[each]
            const text = <><span className="imp-dot" aria-hidden="true">{at < now ? <Check size={12} /> : at + 1}</span><span className="imp-step">{t(`imp.step.${each}`)}</span></>
            return <li key={each} data-is={at === now ? 'now' : at < now ? 'past' : 'next'} aria-current={at === now ? 'step' : undefined}>{link ? <Go to={link}>{text}</Go> : text}</li>
          })}
        </ol>
      </header>
      <div className="imp-body">{children}</div>
      {foot && <footer className="imp-foot">{foot}</footer>}
    </section>
  )
}

/** What went wrong with the last wish. */
export function Wrong({ problem }: { problem: Problem | null }) {
  const t = useT()
  if (!problem) return null
  return <p className="note note-bad" role="alert"><span className="grow">{problem.message || t(problem.status === 0 ? 'error.offline' : 'error.text')}{problem.requestId && problem.status >= 500 && <> <code>{t('error.request', { id: problem.requestId })}</code></>}</span></p>
}
