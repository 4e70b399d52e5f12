import { useState, type SyntheticEvent } from 'react'
import { newKey } from '@/api/client'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { Go } from '@/ui/Go'
import { usePhone } from '@/ui/phone'
import { toast } from '@/ui/toast'
import { addPlace, changePlace } from './people'
import { familyOf, type Branch } from './tree'
import { useOutdate } from './usePeople'
import { Wrong } from '@/ui/Wrong'
import { useDeed } from '@/ui/useDeed'

export type Asked = { kind: 'add'; parent: string | null } | { kind: 'rename' | 'move' | 'retire'; branch: Branch }

const FORM = 'dep-form'

/** Adds a department, renames it or gives it another place. */
export function DepartmentDialog({ asked, branches, onClose }: { asked: Asked; branches: readonly Branch[]; onClose: () => void }) {
  const t = useT()
  const phone = usePhone()
  const outdate = useOutdate()
  const [key] = useState(newKey)
  const own = asked.kind === 'add' ? null : asked.branch
  const [title, setTitle] = useState(own?.place.title ?? '')
  const [parent, setParent] = useState((asked.kind === 'add' ? asked.parent : own?.place.parent) ?? '')
  const { run, isBusy, problem } = useDeed()
  const wrong = (field: string): string | undefined => problem?.fields.find((each) => each.field === field)?.message
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void run(async () => {
      const saved = await save(asked, title.trim(), parent || null, key)
      outdate()
      toast(t('dep.saved', { name: saved.title }))
      onClose()
    })
  }
  const foot = <><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form={FORM} disabled={isBusy || !title.trim()}>{isBusy ? t('act.saving') : t('act.save')}</Button></>
  const heading = asked.kind === 'add' ? t('dep.add') : `${t(asked.kind === 'move' ? 'dep.move' : 'dep.rename')} · ${asked.branch.place.title}`
  return (
    <Dialog kind={phone ? 'sheet' : 'box'} title={heading} onClose={onClose} foot={foot}>
      <form id={FORM} className="ppl-form" onSubmit={submit} noValidate>
        <Wrong problem={problem} fields={['name', 'title', 'parent']} />
        {asked.kind !== 'move' && (
          <FieldBox label={t('dep.name')} required error={wrong('name') ?? wrong('title')}>
            {({ id, describedBy, invalid }) => <input id={id} className="input" data-autofocus="" maxLength={100} autoComplete="off" aria-describedby={describedBy} aria-invalid={invalid} value={title} onChange={(event) => { setTitle(event.target.value) }} />}
          </FieldBox>
        )}
        {asked.kind !== 'rename' && <Parent branches={branches} own={own} value={parent} error={wrong('parent')} onChange={setParent} />}
      </form>
    </Dialog>
  )
}

function save(asked: Asked, title: string, parent: string | null, key: string) {
  if (asked.kind === 'add') return addPlace(title, parent, key)
  return changePlace(asked.branch.place.id, asked.kind === 'move' ? { parent } : { title })
}

interface ParentProps { branches: readonly Branch[]; own: Branch | null; value: string; error: string | undefined; onChange: (value: string) => void }

/** Where a department may stand: not below itself. */
function Parent({ branches, own, value, error, onChange }: ParentProps) {
  const t = useT()
  const not = own ? familyOf(branches, own.place.id) : new Set<string>()
  const shown = branches.filter(({ place }) => !place.retired && !not.has(place.id))
  return (
    <FieldBox label={t('dep.parent')} error={error}>
      {({ id, describedBy }) => (
        <select id={id} className="sel" aria-describedby={describedBy} data-autofocus={own ? '' : undefined} value={value} onChange={(event) => { onChange(event.target.value) }}>
          <option value="">{t('dep.top')}</option>
          {shown.map(({ place, path }) => <option key={place.id} value={place.id}>{path}</option>)}
        </select>
      )}
    </FieldBox>
  )
}

/** Retires a department, or says what stands in the way and leads there. */
export function RetireDialog({ branch, hasBelow, onClose }: { branch: Branch; hasBelow: boolean; onClose: () => void }) {
  const t = useT()
  const phone = usePhone()
  const outdate = useOutdate()
  const { run, isBusy, problem } = useDeed()
  const { place } = branch
  const isBlocked = hasBelow || place.people > 0
  const retire = (): void => { void run(async () => { await changePlace(place.id, { retired: true }); outdate(); toast(t('dep.saved', { name: place.title })); onClose() }) }
  const foot = (
    <>
      <span className="grow" />
      <Button data-autofocus="" onClick={onClose}>{t(isBlocked ? 'act.close' : 'act.cancel')}</Button>
      {place.people > 0 && <Go className="btn btn-primary" to={`/settings/people?department=${place.id}`}>{t('dep.showPeople')}</Go>}
      {!isBlocked && <Button look="danger" disabled={isBusy} onClick={retire}>{t('dep.retire')}</Button>}
    </>
  )
  return (
    <Dialog kind={phone ? 'sheet' : 'box'} title={t('dep.retireTitle', { name: place.title })} onClose={onClose} foot={foot}>
      <div className="col">
        <Wrong problem={problem} />
        {place.people > 0 && <p>{t('dep.hasPeople', { name: place.title, count: place.people, n: formatNumber(place.people) })}</p>}
        {hasBelow && <p>{t('dep.hasBelow', { name: place.title })}</p>}
        {!isBlocked && <p>{t('dep.retireText')}</p>}
      </div>
    </Dialog>
  )
}
