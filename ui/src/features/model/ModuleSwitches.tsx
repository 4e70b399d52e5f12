import { useState } from 'react'
import { asProblem } from '@/api/client'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { Skeleton } from '@/ui/bits'
import { ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { AskDialog, type Ask } from './AskDialog'
import type { ObjectListed } from './model'
import { useModel } from './useModel'

/** Which objects are in use: one that is not is met by nobody, and keeps what it holds. */
export function ModuleSwitches() {
  const t = useT()
  const words = useWords()
  const query = useModel()
  const [ask, setAsk] = useState<Ask | null>(null)
  const turn = (one: ObjectListed): void => {
    const off = !one.off
    const name = words(one.label)
    setAsk({
      title: t(off ? 'model.turnOffOf' : 'model.turnOnOf', { name }), wish: { method: 'PATCH', path: `/objects/${one.key}`, body: { off } }, verb: () => t(off ? 'model.turnOff' : 'model.turnOn'),
      more: [t(off ? 'model.plan.offText' : 'model.plan.onText')], done: () => { toast(t(off ? 'model.isOff' : 'model.isOn', { name })) },
    })
  }
  return (
    <section className="model-group" aria-labelledby="modules-title">
      <h2 id="modules-title">{t('firm.modules')}</h2>
      <p className="muted model-none">{t('firm.modulesHint')}</p>
      {!query.data && query.error && <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />}
      {!query.data && !query.error && <div className="col appear"><Skeleton width="60%" /><Skeleton width="50%" /></div>}
      {query.data && (
        <ul className="model-list">
          {query.data.items.map((one) => (
            <li key={one.key} className="model-object">
              <ObjectIcon name={one.icon} />
              <span className="grow" id={`module-${one.key}`}><b>{words(one.label)}</b></span>
              <span className="num model-count">{t('model.records', { count: one.records, n: formatNumber(one.records) })}</span>
              <button type="button" role="switch" className="model-switch" aria-checked={!one.off} aria-labelledby={`module-${one.key}`} onClick={() => { turn(one) }}><span aria-hidden="true" /></button>
            </li>
          ))}
        </ul>
      )}
      {ask && <AskDialog ask={ask} onClose={() => { setAsk(null) }} />}
    </section>
  )
}
