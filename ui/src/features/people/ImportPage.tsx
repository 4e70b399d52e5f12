import { ArrowLeft, CircleAlert, CircleCheck, Download, FileSpreadsheet, Upload } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { HandOut } from './HandOut'
import { inviteMany, type Invitations } from './people'
import { Preview } from './Preview'
import { ACCEPT, planStaff, refusedStaff, runStaff, TEMPLATE, type StaffList } from './staff'
import { useOutdate, useRoles } from './usePeople'
import { Wrong } from '@/ui/Wrong'
import { useDeed } from '@/ui/useDeed'
import '@/fields/fields.css' // of selects
import './people.css'
import './import.css'

/** People from a workbook: the file, what it would do, what it has done and the invitations. The file stays in this page and is sent again to be written. */
export function ImportPage() {
  const t = useT()
  const outdate = useOutdate()
  const [file, setFile] = useState<File | null>(null)
  const [role, setRole] = useState('')
  const [plan, setPlan] = useState<StaffList | null>(null)
  const [done, setDone] = useState<StaffList | null>(null)
  const { run, isBusy, problem } = useDeed()
  const look = (chosen: File, given: string): void => { setFile(chosen); setRole(given); void run(async () => { setPlan(null); setPlan(await planStaff(chosen, given)) }) }
  const write = (): void => { if (file) void run(async () => { setDone(await runStaff(file, role)); outdate() }) }
  const save = (): void => { if (file) void run(async () => { saveAs(await refusedStaff(file, role), 'refused.xlsx') }) }
  const again = (): void => { setFile(null); setPlan(null); setDone(null) }
  const shown = done ?? plan
  return (
    <section className="ppl" aria-labelledby="imp-staff-title">
      <header className="ppl-head">
        <Go to="/settings/people" className="btn btn-plain btn-icon" aria-label={t('imp.staff.back')}><ArrowLeft size={18} /></Go>
        <h1 id="imp-staff-title" className="grow">{t('imp.staff.title')}</h1>
        {shown && <Button onClick={again}>{t('imp.staff.other')}</Button>}
        <a className="btn" href={TEMPLATE} download><Download size={16} aria-hidden="true" />{t('imp.staff.template')}</a>
      </header>
      <div className="staff">
        {!shown && <p className="staff-lead">{t('imp.staff.lead')}</p>}
        <Wrong problem={problem} />
        {!shown && <DropPlace isBusy={isBusy} onFile={(chosen) => { look(chosen, role) }} />}
        {plan && !done && file && <Planned plan={plan} file={file} role={role} isBusy={isBusy} onRole={(given) => { look(file, given) }} onWrite={write} onSave={save} />}
        {done && <Done done={done} isBusy={isBusy} onSave={save} />}
        {shown && <Preview list={shown} />}
      </div>
    </section>
  )
}

/** A made file for the person to keep. */
function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(link.href) }, 10_000)
}

function DropPlace({ isBusy, onFile }: { isBusy: boolean; onFile: (file: File) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null): void => { const first = files?.[0]; if (first && !isBusy) onFile(first) }
  const over = (event: DragEvent, is: boolean): void => { event.preventDefault(); setOver(is && !isBusy) }
  return (
    <div className="staff-drop" data-over={isOver} onDragOver={(event) => { over(event, true) }} onDragLeave={(event) => { over(event, false) }} onDrop={(event) => { over(event, false); take(event.dataTransfer.files) }}>
      {isBusy ? <progress aria-label={t('imp.staff.reading')} /> : <Upload size={32} strokeWidth={1.5} aria-hidden="true" />}
      <p role="status">{isBusy ? t('imp.staff.reading') : t('imp.staff.drop')}</p>
      <input ref={input} type="file" hidden accept={ACCEPT} aria-label={t('imp.staff.choose')} onChange={(event) => { take(event.target.files); event.target.value = '' }} />
      <Button look="primary" disabled={isBusy} onClick={() => { input.current?.click() }}>{t('imp.staff.choose')}</Button>
    </div>
  )
}

interface PlannedProps { plan: StaffList; file: File; role: string; isBusy: boolean; onRole: (role: string) => void; onWrite: () => void; onSave: () => void }

function Planned({ plan, file, role, isBusy, onRole, onWrite, onSave }: PlannedProps) {
  const t = useT()
  const words = useWords()
  const roles = useRoles()
  const count = plan.counts.new + plan.counts.update
  const left = plan.counts.refused + plan.counts.duplicate
  return (
    <div className="card staff-card">
      <div className="row"><FileSpreadsheet size={18} aria-hidden="true" /><b className="ellipsis grow">{file.name}</b></div>
      <Columns list={plan} />
      {plan.departments.length > 0 && <p>{t('imp.staff.departments', { count: plan.departments.length, names: plan.departments.join(t('list.comma')) })}</p>}
      <label className="staff-role"><span>{t('imp.staff.role')}</span>
        <select className="sel" value={role} disabled={isBusy} onChange={(event) => { onRole(event.target.value) }}>
          <option value="">{t('imp.staff.noRole')}</option>
          {(roles.data ?? []).map((each) => <option key={each.key} value={each.key}>{words(each.label) || each.key}</option>)}
        </select>
      </label>
      <div className="row staff-deeds">
        <Button look="primary" disabled={isBusy || count === 0} onClick={onWrite}>{isBusy ? t('imp.staff.writing') : count > 0 ? t('imp.staff.do', { count }) : t('imp.staff.nothing')}</Button>
        {left > 0 && <Button disabled={isBusy} onClick={onSave}><Download size={16} aria-hidden="true" />{t('imp.staff.refused')}</Button>}
      </div>
    </div>
  )
}

function Columns({ list }: { list: StaffList }) {
  const t = useT()
  return <p className="muted">{t('imp.staff.columns')}{': '}{Object.values(list.columns).join(t('list.comma'))}</p>
}

function Done({ done, isBusy, onSave }: { done: StaffList; isBusy: boolean; onSave: () => void }) {
  const t = useT()
  const { run, isBusy: isInviting, problem } = useDeed()
  const outdate = useOutdate()
  const [found, setFound] = useState<Invitations | null>(null)
  const { counts, departments, people = [] } = done
  const left = counts.refused + counts.duplicate
  const invite = (): void => { void run(async () => { setFound(await inviteMany(people)); outdate() }) }
  return (
    <div className="card staff-card" role="status">
      <p className="row">{left > 0 ? <CircleAlert size={18} aria-hidden="true" /> : <CircleCheck size={18} className="staff-ok" aria-hidden="true" />}<b>{t('imp.staff.done', { new: formatNumber(counts.new), update: formatNumber(counts.update), unchanged: formatNumber(counts.unchanged), left: formatNumber(left) })}</b></p>
      {departments.length > 0 && <p>{t('imp.staff.made', { count: departments.length, names: departments.join(t('list.comma')) })}</p>}
      <Wrong problem={problem} />
      {people.length > 0 && <p>{t('imp.staff.inviteText')}</p>}
      <div className="row staff-deeds">
        {people.length > 0 && <Button look="primary" disabled={isInviting} onClick={invite}>{t('imp.staff.invite', { count: people.length })}</Button>}
        {left > 0 && <Button disabled={isBusy} onClick={onSave}><Download size={16} aria-hidden="true" />{t('imp.staff.refused')}</Button>}
        <Go className="btn" to="/settings/people">{t('imp.staff.back')}</Go>
      </div>
      {found && <HandOut found={found} onClose={() => { setFound(null) }} />}
    </div>
  )
}
