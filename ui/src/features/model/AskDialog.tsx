import { useT } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { useEffect, useState } from 'react'
import type { Effect, Wish } from './model'
import { isGrave, PlanNote } from './PlanNote'
import { ProblemNote } from './Problem'
import { useWish } from './useModel'

export interface Ask { title: string; wish: Wish; verb: (effect: Effect) => string; more?: readonly string[]; done: () => void }

/** Shows what a change would do and does it once somebody agrees. */
export function AskDialog({ ask, onClose }: { ask: Ask; onClose: () => void }) {
  const t = useT()
  const { plan, run, problem, isBusy } = useWish()
  const [effect, setEffect] = useState<Effect | null>(null)
  useEffect(() => {
    let isStale = false
    void plan(ask.wish).then((found) => { if (!isStale) setEffect(found) })
    return () => { isStale = true }
    // The plan is asked for once: the wish does not change while the dialog is open.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ask.wish])
  const agree = (): void => {
    void run(ask.wish).then((answer) => { if (answer !== null) { ask.done(); onClose() } })
  }
  return (
    <Dialog
      title={ask.title} onClose={onClose}
      foot={<><span className="grow" /><Button onClick={onClose} data-autofocus="">{t('act.cancel')}</Button>{effect && <Button look={isGrave(effect) ? 'danger' : 'primary'} disabled={isBusy} onClick={agree}>{ask.verb(effect)}</Button>}</>}
    >
      <div className="col">
        <ProblemNote problem={problem} />
        {effect ? <PlanNote effect={effect} {...(ask.more ? { more: ask.more } : {})} /> : !problem && <div className="col appear"><Skeleton width="80%" /><Skeleton width="50%" /></div>}
      </div>
    </Dialog>
  )
}
