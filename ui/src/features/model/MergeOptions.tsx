import { useEffect, useState } from 'react'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { toast } from '@/ui/toast'
import { isGoing, undoBatch, undoFollowing, type Effect, type FieldDef, type OptionDef } from './model'
import { PlanNote } from './PlanNote'
import { ProblemNote } from './Problem'
import { useFollowing, useWish } from './useModel'

interface MergeProps { object: string; field: FieldDef; option: OptionDef; name: string; onClose: () => void; onMerged: () => void }

/** One option becomes another in every record; the number is shown first, and it can be undone. */
export function MergeOptions({ object, field, option, name, onClose, onMerged }: MergeProps) {
  const t = useT()
  const words = useWords()
  const { plan, run, problem, isBusy, refresh } = useWish()
  const [into, setInto] = useState('')
  const [effect, setEffect] = useState<Effect | null>(null)
  const [batch, setBatch] = useState<string | null>(null)
  const others = (field.options ?? []).filter((each) => each.key !== option.key && !each.is_retired)
  const target = others.find((each) => each.key === into)
  const wish = (key: string) => ({ method: 'POST' as const, path: `/objects/${object}/fields/${field.key}/merge`, body: { source: option.key, into: key } })
  const choose = (key: string): void => {
    setInto(key)
    setEffect(null)
    if (key) void plan(wish(key)).then(setEffect)
  }
  const undo = async (batch: string, isLong: boolean): Promise<void> => {
    await (isLong ? undoFollowing(batch) : undoBatch(batch))
    // The list is as it was, too: the option is in use again and its words are its own.
    await run({ method: 'PATCH', path: `/objects/${object}/fields/${field.key}`, body: { options: field.options } })
    await refresh()
    toast(t(isLong ? 'model.option.unmerging' : 'model.option.unmerged', { name }))
  }
  const merge = async (): Promise<void> => {
    const done = await run<{ batch: string; records: number; state: 'done' | 'waiting' }>(wish(into))
    if (done?.state === 'waiting') setBatch(done.batch)
    else if (done) tell(done.batch, done.records, false)
  }
  const tell = (done: string, records: number, isLong: boolean): void => {
    toast(t('model.option.merged', { name, into: words(target?.label), count: records, n: formatNumber(records) }), {
      action: { label: t('act.undo'), run: () => { undo(done, isLong).catch(() => { toast(t('model.option.undoFailed'), { bad: true }) }) } },
    })
    onClose()
    onMerged()
  }
  if (batch) return <MergeRun batch={batch} title={t('model.option.mergeOf', { name })} onEnd={(records) => { tell(batch, records, true) }} onClose={() => { onClose(); onMerged() }} />
  return (
    <Dialog
      title={t('model.option.mergeOf', { name })} onClose={onClose}
      foot={<><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" disabled={!effect || isBusy} onClick={() => { void merge() }}>{effect && target ? t('model.option.mergeInto', { count: effect.values ?? 0, n: formatNumber(effect.values ?? 0), into: words(target.label) }) : t('act.merge')}</Button></>}
    >
      <div className="col">
        <ProblemNote problem={problem} />
        <FieldBox label={t('model.option.into')} help={t('model.option.mergeHelp')}>
          {({ id, describedBy }) => <select id={id} className="sel" data-autofocus="" aria-describedby={describedBy} value={into} onChange={(event) => { choose(event.target.value) }}><option value="">{t('model.choose')}</option>{others.map((each) => <option key={each.key} value={each.key}>{words(each.label)}</option>)}</select>}
        </FieldBox>
        {effect && <PlanNote effect={effect} />}
      </div>
    </Dialog>
  )
}

interface RunProps { batch: string; title: string; onEnd: (records: number) => void; onClose: () => void }

/** Many records follow in the background: how many have, until all have or the person goes on with something else. */
function MergeRun({ batch, title, onEnd, onClose }: RunProps) {
  const t = useT()
  const { data: now } = useFollowing(batch)
  const changed = now?.state === 'done' ? now.changed : null
  useEffect(() => { if (changed !== null) onEnd(changed) }, [changed]) // eslint-disable-line react-hooks/exhaustive-deps -- it ends once
  const done = now ? now.changed + now.unchanged + now.refused : 0
  const isOver = now !== undefined && !isGoing(now)
  return (
    <Dialog title={title} onClose={onClose} foot={<><span className="grow" /><Button data-autofocus="" onClick={onClose}>{t(isOver ? 'act.close' : 'model.option.background')}</Button></>}>
      <div className="col" role="status">
        {isOver && changed === null
          ? <p>{now.error ?? t('model.option.stopped', { n: formatNumber(done), total: formatNumber(now.total) })}</p>
          : <><p>{t('model.option.merging', { n: formatNumber(done), total: formatNumber(now?.total ?? 0) })}</p><progress className="model-reading" aria-label={title} value={done} max={Math.max(1, now?.total ?? 1)} /></>}
        <p className="field-help">{t('model.option.backgroundHelp')}</p>
      </div>
    </Dialog>
  )
}
