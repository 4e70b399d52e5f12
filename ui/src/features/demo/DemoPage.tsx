import { useState } from 'react'
import { asProblem } from '@/api/client'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Skeleton } from '@/ui/bits'
import { ErrorBox } from '@/ui/States'
import { isUnderWay, type Demo, type Wish } from './demo'
import { Progress } from './Progress'
import { useDemo } from './useDemo'
import './demo.css'

function People({ demo, isBusy, onEnter }: { demo: Demo; isBusy: boolean; onEnter: (person: string) => void }) {
  const t = useT()
  const words = useWords()
  return (
    <ul className="demo-people" aria-label={t('demo.lookAs')}>
      {demo.people.map((one) => (
        <li key={one.id}>
          <span className="grow"><b>{one.name}</b><span className="muted">{words(one.position)}</span></span>
          <Button small disabled={isBusy} aria-label={t('demo.enterAs', { name: one.name })} onClick={() => { onEnter(one.id) }}>{t('demo.look')}</Button>
        </li>
      ))}
    </ul>
  )
}

function Sure({ wish, onYes, onClose }: { wish: 'reset' | 'remove'; onYes: () => void; onClose: () => void }) {
  const t = useT()
  const foot = <><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="danger" onClick={onYes}>{t(`demo.${wish}`)}</Button></>
  return <Dialog title={t(`demo.${wish}`)} onClose={onClose} foot={foot}><p>{t(`demo.${wish}Text`)}</p></Dialog>
}

/** The page of the settings about the demonstration. */
export function DemoPage() {
  const t = useT()
  const { query, isBusy, wish, enter } = useDemo()
  const [asked, setAsked] = useState<'reset' | 'remove' | null>(null)
  const demo = query.data
  const carryOut = (what: Wish): void => { setAsked(null); void wish(what) }
  const body = () => {
    if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (!demo) return <div className="col appear"><Skeleton width="60%" /><Skeleton width="40%" /></div>
    if (isUnderWay(demo.state)) return <Progress demo={demo} />
    if (demo.state !== 'ready') {
      return (
        <>
          {demo.state === 'failed' && <div className="note note-bad" role="alert">{t('demo.failed')}</div>}
          <div><Button look="primary" disabled={isBusy} onClick={() => { carryOut('load') }}>{t('demo.load')}</Button></div>
        </>
      )
    }
    return (
      <>
        <div className="demo-acts">
          <Button look="primary" disabled={isBusy} onClick={() => { void enter() }}>{t('demo.enter')}</Button>
          <Button disabled={isBusy} onClick={() => { setAsked('reset') }}>{t('demo.reset')}</Button>
          <Button look="danger" disabled={isBusy} onClick={() => { setAsked('remove') }}>{t('demo.remove')}</Button>
        </div>
        <h2>{t('demo.lookAs')}</h2>
        <People demo={demo} isBusy={isBusy} onEnter={(person) => { void enter(person) }} />
      </>
    )
  }
  return (
    <section className="demo-page" aria-labelledby="demo-title">
      <header className="list-head"><h1 id="demo-title">{t('demo.title')}</h1></header>
      <div className="demo-body"><p>{t('demo.about')}</p>{body()}</div>
      {asked && <Sure wish={asked} onYes={() => { carryOut(asked) }} onClose={() => { setAsked(null) }} />}
    </section>
  )
}
