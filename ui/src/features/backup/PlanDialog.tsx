import { useState, type SyntheticEvent } from 'react'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { usePhone } from '@/ui/phone'
import { MOST, weekdays, whenText, type Every, type Plan, type Setting } from './backups'
import { useSavePlan } from './useBackups'
import '@/fields/fields.css' // of selects
import '@/ui/field.css'

const EVERY: readonly Every[] = ['daily', 'weekly']
const FORM = 'backup-form'

/** Sets when backups are made by themselves, and how many of them stay. */
export function PlanDialog({ found, onClose }: { found: Plan; onClose: () => void }) {
  const t = useT()
  const isPhone = usePhone()
  const [draft, setDraft] = useState<Setting>({ every: found.every, weekday: found.weekday, time: found.time, keep: found.keep })
  const { save, problem, isBusy } = useSavePlan(onClose)
  const change = (part: Partial<Setting>): void => { setDraft({ ...draft, ...part }) }
  const wrong = (field: string): string | undefined => problem?.fields.find((each) => each.field === field)?.message
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (!isBusy) void save(draft, found.version)
  }
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t('backup.plan')} onClose={onClose}
      foot={<><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form={FORM} disabled={isBusy}>{isBusy ? t('act.saving') : t('act.save')}</Button></>}
    >
      <form id={FORM} className="bk-form" onSubmit={submit}>
        {problem && problem.fields.length === 0 && <p className="note note-bad" role="alert">{problem.code === 'stale' ? t('backup.stale', { now: whenText(t, found) }) : problem.message || t('error.offline')}</p>}
        <fieldset>
          <legend>{t('backup.every')}</legend>
          <div className="bk-every">
            {EVERY.map((each) => (
              <label key={each}><input type="radio" className="check" name="every" data-autofocus={draft.every === each ? '' : undefined} checked={draft.every === each} onChange={() => { change({ every: each }) }} /><span>{t(`backup.every.${each}`)}</span></label>
            ))}
          </div>
        </fieldset>
        <div className="bk-pair">
          {draft.every === 'weekly' && (
            <FieldBox label={t('backup.weekday')} error={wrong('weekday')}>
              {({ id }) => <select id={id} className="sel" value={draft.weekday} onChange={(event) => { change({ weekday: Number(event.target.value) }) }}>{weekdays(t).map(({ day, name }) => <option key={day} value={day}>{name}</option>)}</select>}
            </FieldBox>
          )}
          <FieldBox label={t('backup.time')} help={found.zone} error={wrong('time')}>
            {({ id, describedBy, invalid }) => <input id={id} className="input" type="time" required aria-describedby={describedBy} aria-invalid={invalid} value={draft.time} onChange={(event) => { change({ time: event.target.value }) }} />}
          </FieldBox>
          <FieldBox label={t('backup.keep')} help={t('backup.keepHelp')} error={wrong('keep')}>
            {({ id, describedBy, invalid }) => <input id={id} className="input" type="number" required min={1} max={MOST} step={1} aria-describedby={describedBy} aria-invalid={invalid} value={draft.keep || ''} onChange={(event) => { change({ keep: Number(event.target.value) }) }} />}
          </FieldBox>
        </div>
        <p className="field-help">{t('backup.planHelp')}</p>
      </form>
    </Dialog>
  )
}
