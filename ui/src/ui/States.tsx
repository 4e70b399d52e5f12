import { CircleAlert, FolderX, Inbox, SearchX, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '@/api/client'
import { useT } from '@/i18n'
import { Button } from './Button'
import { Go } from './Go'
import './states.css'

interface StateProps { icon: ReactNode; title: string; text?: ReactNode; children?: ReactNode; alert?: boolean }

export function StateBox({ icon, title, text, children, alert }: StateProps) {
  return (
    <div className="state" role={alert ? 'alert' : undefined}>
      {icon}
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children && <div className="row">{children}</div>}
    </div>
  )
}

/** There is nothing yet. */
export function EmptyBox({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return <StateBox icon={<Inbox size={40} strokeWidth={1.25} aria-hidden="true" />} title={title} text={text}>{children}</StateBox>
}

/** There is something, but not for this question. `clear`: what takes the question back, where that is no filter. */
export function NoMatchBox({ text, clear, onClear }: { text: string; clear?: string; onClear: () => void }) {
  const t = useT()
  return (
    <StateBox icon={<SearchX size={40} strokeWidth={1.25} aria-hidden="true" />} title={t('state.noMatch')} text={text}>
      <Button onClick={onClear}>{clear ?? t('filter.clear')}</Button>
    </StateBox>
  )
}

/** Absent, or out of sight: the same answer. */
export function MissingBox({ back, backText, children }: { back: string; backText: string; children?: ReactNode }) {
  const t = useT()
  return (
    <StateBox icon={<FolderX size={40} strokeWidth={1.25} aria-hidden="true" />} title={t('state.missing')} text={t('state.missingText')}>
      <Go to={back} className="btn">{backText}</Go>
      {children}
    </StateBox>
  )
}

/** It failed: why, the request's number, another try, and other ways on. */
export function ErrorBox({ problem, onRetry, children }: { problem: Problem; onRetry: () => void; children?: ReactNode }) {
  const t = useT()
  const offline = problem.status === 0
  const icon = offline ? <WifiOff size={40} strokeWidth={1.25} aria-hidden="true" /> : <CircleAlert size={40} strokeWidth={1.25} aria-hidden="true" />
  const text = offline ? t('error.offline') : problem.status === 403 ? problem.message || t('error.forbidden') : problem.message || t('error.text')
  return (
    <StateBox icon={icon} title={problem.status === 403 ? t('error.noRight') : t('error.title')} text={text} alert>
      {problem.requestId && <code>{t('error.request', { id: problem.requestId })}</code>}
      <Button onClick={onRetry}>{t('act.retry')}</Button>
      {children}
    </StateBox>
  )
}
