import { FileSpreadsheet, FlaskConical, PencilLine } from 'lucide-react'
import { useT, type TextKey } from '@/i18n'
import { Go } from '@/ui/Go'
import { useTitle } from '@/ui/useTitle'
import { isUnderWay } from './demo'
import { Progress } from './Progress'
import { useDemo } from './useDemo'
import './demo.css'

interface Way { key: 'import' | 'empty'; icon: typeof PencilLine; to: string; title: TextKey; text: TextKey }
const WAYS: Record<Way['key'], Way> = {
  import: { key: 'import', icon: FileSpreadsheet, to: '/import', title: 'start.import', text: 'start.importText' },
  empty: { key: 'empty', icon: PencilLine, to: '/', title: 'start.empty', text: 'start.emptyText' },
}

function WayLink({ way }: { way: Way }) {
  const t = useT()
  const Icon = way.icon
  return <li><Go to={way.to} className="start-way"><Icon size={24} strokeWidth={1.5} aria-hidden="true" /><span><b>{t(way.title)}</b><span>{t(way.text)}</span></span></Go></li>
}

/** Right after the first run: with one's own data, with the demonstration first, or from nothing. */
export function StartPage() {
  const t = useT()
  const { query, isBusy, wish, enter } = useDemo()
  const demo = query.data
  useTitle(t('start.title'), t('app.name'))
  const look = (): void => { if (demo?.state === 'ready') void enter(); else void wish('load') }
  return (
    <section className="start-page" aria-labelledby="start-title">
      <h1 id="start-title">{t('start.title')}</h1>
      <p className="muted">{t('start.lead')}</p>
      <ul className="start-ways">
        <WayLink way={WAYS.import} />
        <li>
          <button type="button" className="start-way" disabled={isBusy || !demo || isUnderWay(demo.state)} onClick={look}>
            <FlaskConical size={24} strokeWidth={1.5} aria-hidden="true" />
            <span><b>{t(demo?.state === 'ready' ? 'demo.enter' : 'start.demo')}</b><span>{t('start.demoText')}</span></span>
          </button>
          {demo && isUnderWay(demo.state) && <Progress demo={demo} />}
          {demo?.state === 'failed' && <div className="note note-bad" role="alert">{t('demo.failed')}</div>}
        </li>
        <WayLink way={WAYS.empty} />
      </ul>
    </section>
  )
}
