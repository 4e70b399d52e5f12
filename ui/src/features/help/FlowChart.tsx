import { useId } from 'react'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { ErrorBox } from '@/ui/States'
import { useFlow, type Flow } from './manual'

const PAD = 14
const TITLE = 24
const LINE = 20

function Drawing({ flow }: { flow: Flow }) {
  const t = useT()
  const tip = useId()
  return (
    <svg className="flow" viewBox={`-2 -2 ${flow.width + 4} ${flow.height + 4}`} width={flow.width} role="img" aria-label={t('help.flow')}>
      <defs><marker id={tip} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" className="flow-tip" /></marker></defs>
      {flow.arrows.map((arrow) => <path key={`${arrow.start} ${arrow.end}`} d={arrow.path} className="flow-arrow" markerEnd={`url(#${tip})`} />)}
      {flow.boxes.map((box) => (
        <g key={box.key}>
          <rect x={0} y={box.y} width={flow.box_width} height={box.height} rx={8} className="flow-box" />
          <text x={PAD} y={box.y + PAD + 14} className="flow-title">{box.label}</text>
          {box.lines.map((line, at) => <text key={line} x={PAD} y={box.y + PAD + TITLE + 13 + at * LINE} className="flow-line">{line}</text>)}
        </g>
      ))}
    </svg>
  )
}

/** How the firm's work flows, as its objects are set up today: drawn, and in words. */
export function FlowChart() {
  const t = useT()
  const { data, error, refetch } = useFlow()
  if (error) return <ErrorBox problem={asProblem(error)} onRetry={() => { void refetch() }} />
  if (!data) return <div className="col appear"><Skeleton width={320} height={52} /><Skeleton width={320} height={52} /><Skeleton width={320} height={52} /></div>
  return (
    <div className="help-text">
      <p>{t('help.flowAbout')}</p>
      <Drawing flow={data.flow} />
      <h3>{t('help.flowTold')}</h3>
      <ol>{data.told.map((line) => <li key={line}>{line}</li>)}</ol>
    </div>
  )
}
