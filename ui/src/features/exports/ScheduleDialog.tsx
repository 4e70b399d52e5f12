import { useState, type SyntheticEvent } from 'react'
import type { Problem } from '@/api/client'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { usePhone } from '@/ui/phone'
import { MOST, settingOf, WEEKDAYS, weekdayKey, whenText, type Every, type Schedule, type Setting } from './schedule'
import { useSaveSchedule } from './useSchedule'
import '@/fields/fields.css' // of selects

const EVERY: readonly Every[] = ['off', 'daily', 'weekly', 'monthly']
const FORM = 'periodic-form'

/** Sets when the whole workspace is exported by itself. */
export function ScheduleDialog({ found, onClose }: { found: Schedule; onClose: () => void }) {
  const t = useT()
  const isPhone = usePhone()
  // Whoever opens this while it is off means to begin.
  const [draft, setDraft] = useState<Setting>(() => ({ ...settingOf(found), every: found.every === 'off' ? 'weekly' : found.every }))
  const { save, problem, isBusy } = useSaveSchedule(onClose)
  const change = (part: Partial<Setting>): void => { setDraft({ ...draft, ...part }) }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (!isBusy) void save(draft, found.version)
  }
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t('export.periodic')} onClose={onClose}
      foot={<><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form={FORM} disabled={isBusy}>{isBusy ? t('act.saving') : t('act.save')}</Button></>}
    >
      <form id={FORM} className="export" onSubmit={submit}>
        {problem && <p className="note note-bad" role="alert">{reason(problem, t('export.periodic.stale', { now: found.every === 'off' ? t('export.periodic.off') : whenText(t, found) })) || t('error.offline')}</p>}
        <fieldset>
          <legend>{t('export.periodic.every')}</legend>
          <div className="periodic-every">
            {EVERY.map((each) => (
              <label key={each}><input type="radio" className="check" name="every" data-autofocus={draft.every === each ? '' : undefined} checked={draft.every === each} onChange={() => { change({ every: each }) }} /><span>{t(`export.every.${each}`)}</span></label>
            ))}
          </div>
        </fieldset>
        {draft.every !== 'off' && <Details draft={draft} zone={found.zone} problem={problem} change={change} />}
      </form>
    </Dialog>
  )
}

function reason(problem: Problem, stale: string): string {
  return problem.code === 'stale' ? stale : problem.fields[0]?.message || problem.message
}

interface DetailsProps { draft: Setting; zone: string; problem: Problem | null; change: (part: Partial<Setting>) => void }

function Details({ draft, zone, problem, change }: DetailsProps) {
  const t = useT()
  const wrong = (field: string): string | undefined => problem?.fields.find((each) => each.field === field)?.message
  return (
    <>
      <div className="periodic-row">
        {draft.every === 'weekly' && (
          <FieldBox label={t('export.periodic.weekday')}>
            {({ id }) => <select id={id} className="sel" value={draft.weekday} onChange={(event) => { change({ weekday: Number(event.target.value) }) }}>{WEEKDAYS.map((day) => <option key={day} value={day}>{t(weekdayKey(day))}</option>)}</select>}
          </FieldBox>
        )}
        {draft.every === 'monthly' && (
          <FieldBox label={t('export.periodic.day')} help={draft.day > 28 ? t('export.periodic.short') : undefined}>
            {({ id, describedBy }) => <select id={id} className="sel" aria-describedby={describedBy} value={draft.day} onChange={(event) => { change({ day: Number(event.target.value) }) }}>{Array.from({ length: 31 }, (_, at) => <option key={at} value={at + 1}>{t('export.periodic.dayOf', { day: at + 1 })}</option>)}</select>}
          </FieldBox>
        )}
        <FieldBox label={t('export.periodic.time')} help={zone} error={wrong('time')}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" type="time" required aria-describedby={describedBy} aria-invalid={invalid} value={draft.time} onChange={(event) => { change({ time: event.target.value }) }} />}
        </FieldBox>
        <FieldBox label={t('export.periodic.keep')} help={t('export.periodic.keepHelp')} error={wrong('keep')}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" type="number" required min={1} max={MOST} step={1} aria-describedby={describedBy} aria-invalid={invalid} value={draft.keep || ''} onChange={(event) => { change({ keep: Number(event.target.value) }) }} />}
        </FieldBox>
      </div>
      <label><input type="checkbox" className="check" checked={draft.with_history} onChange={(event) => { change({ with_history: event.target.checked }) }} /><span>{t('export.withHistory')}</span></label>
      <p className="field-help">{t('export.periodic.whose')}</p>
    </>
  )
}
