import { useState, type SyntheticEvent } from 'react'
import { newKey } from '@/api/client'
import { useT, useWords } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { Picker } from '@/ui/Picker'
import { toast } from '@/ui/toast'
import { addPerson, changePerson, inviteOne, type LinkShown, type PersonWish, type Role, type Someone } from './people'
import { roleWords } from './roles'
import { usePlaces, useRoles } from './usePeople'
import { Wrong } from '@/ui/Wrong'
import { useDeed } from '@/ui/useDeed'

const FORM = 'ppl-form'
const FIELDS = ['name', 'mobile', 'email', 'staff_number', 'departments']
const LOGINS = [['mobile', 'tel'], ['email', 'email'], ['staff_number', 'text']] as const

interface Draft { name: string; mobile: string; email: string; staff_number: string; departments: { key: string; label: string }[]; roles: string[] }

const draftOf = (person: Someone | null): Draft => ({
  name: person?.title ?? '', mobile: person?.mobile ?? '', email: person?.email ?? '', staff_number: person?.staff_number ?? '',
  departments: (person?.departments ?? []).map((each) => ({ key: each.id, label: each.title })), roles: person?.roles ?? [],
})
const wishOf = (draft: Draft): PersonWish => ({
  name: draft.name.trim(), mobile: draft.mobile.trim() || null, email: draft.email.trim() || null, staff_number: draft.staff_number.trim() || null,
  departments: draft.departments.map((each) => each.key), roles: draft.roles,
})

/** Only what was changed: who changes a name must not need the right to give roles. */
function changeOf(person: Someone, wish: PersonWish): Partial<PersonWish> {
  const before = wishOf(draftOf(person))
  return Object.fromEntries(Object.entries(wish).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof PersonWish])))
}

interface PersonDrawerProps { person: Someone | null; onSaved: (person: Someone, link: LinkShown | null) => void; onClose: () => void }

/** Adds somebody, or changes her: who she is, how she signs in, where she belongs, what she may do. */
export function PersonDrawer({ person, onSaved, onClose }: PersonDrawerProps) {
  const t = useT()
  const [draft, setDraft] = useState(() => draftOf(person))
  const [key] = useState(newKey)
  const { run, isBusy, problem } = useDeed()
  const wish = wishOf(draft)
  const hasLogin = Boolean(wish.mobile ?? wish.email ?? wish.staff_number)
  const change = (part: Partial<Draft>): void => { setDraft({ ...draft, ...part }) }
  const wrong = (field: string): string | undefined => problem?.fields.find((each) => each.field === field)?.message
  const save = (invites: boolean): void => {
    void run(async () => {
      const changed = person ? changeOf(person, wish) : {}
      const saved = !person ? await addPerson(wish, key) : Object.keys(changed).length ? await changePerson(person.id, changed) : person
      const link = invites ? await inviteOne(saved.id) : null
      if (!link) toast(t('ppl.saved', { name: saved.title }))
      onSaved(saved, link)
    })
  }
  const invites = hasLogin && !person?.account && !person?.invited_until && (person?.status ?? 'active') === 'active'
  const submit = (event: SyntheticEvent): void => { event.preventDefault(); save(invites) }
  const foot = (
    <>
      <span className="grow" />
      <Button onClick={onClose}>{t('act.cancel')}</Button>
      {invites && <Button disabled={isBusy || !wish.name} onClick={() => { save(false) }}>{t('ppl.onlySave')}</Button>}
      <Button look="primary" type="submit" form={FORM} disabled={isBusy || !wish.name}>{isBusy ? t('act.saving') : invites ? t('ppl.saveAndInvite') : t('act.save')}</Button>
    </>
  )
  return (
    <Dialog kind="drawer" title={person ? person.title : t('ppl.add')} onClose={onClose} foot={foot}>
      <form id={FORM} className="ppl-form" onSubmit={submit} noValidate>
        <Wrong problem={problem} fields={FIELDS} />
        <FieldBox label={t('ppl.name')} required error={wrong('name')}>
          {({ id, describedBy, invalid }) => <input id={id} className="input" data-autofocus={person ? undefined : ''} maxLength={100} required autoComplete="off" aria-describedby={describedBy} aria-invalid={invalid} value={draft.name} onChange={(event) => { change({ name: event.target.value }) }} />}
        </FieldBox>
        <fieldset className="ppl-set">
          <legend>{t('ppl.logins')}</legend>
          <p className="field-help">{t('ppl.loginsHelp')}</p>
          <div className="ppl-three">
            {LOGINS.map(([field, type]) => (
              <FieldBox key={field} label={t(`ppl.${field}`)} error={wrong(field)}>
                {({ id, describedBy, invalid }) => <input id={id} className="input" type={type} autoComplete="off" autoCapitalize="off" spellCheck={false} aria-describedby={describedBy} aria-invalid={invalid} value={draft[field]} onChange={(event) => { change({ [field]: event.target.value }) }} />}
              </FieldBox>
            ))}
          </div>
        </fieldset>
        <Places value={draft.departments} error={wrong('departments')} onChange={(departments) => { change({ departments }) }} />
        <Roles value={draft.roles} onChange={(roles) => { change({ roles }) }} />
        {person?.account && <p className="field-help">{t('ppl.rolesEnd')}</p>}
      </form>
    </Dialog>
  )
}

function Places({ value, error, onChange }: { value: Draft['departments']; error: string | undefined; onChange: (value: Draft['departments']) => void }) {
  const t = useT()
  const places = usePlaces()
  const options = (places.data ?? []).filter(({ place }) => !place.retired).map(({ place, path }) => ({ key: place.id, label: path }))
  const named = value.map((each) => ({ key: each.key, label: options.find((option) => option.key === each.key)?.label ?? each.label }))
  return (
    <FieldBox label={t('ppl.departments')} help={t('ppl.departmentsHelp')} error={error}>
      {({ id, describedBy, invalid }) => <Picker id={id} multi value={named} options={options} invalid={invalid} describedBy={describedBy} placeholder={t('ppl.departmentsNone')} onChange={onChange} />}
    </FieldBox>
  )
}

function Roles({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const t = useT()
  const words = useWords()
  const roles = useRoles()
  const tick = (role: Role, is: boolean): void => { onChange(is ? [...value, role.key] : value.filter((each) => each !== role.key)) }
  return (
    <fieldset className="ppl-set">
      <legend>{t('ppl.roles')}</legend>
      <p className="field-help">{t('ppl.rolesHelp')}</p>
      {roles.isPending && <div className="col appear"><Skeleton width="60%" /><Skeleton width="50%" /></div>}
      {roles.error && <p className="field-error" role="alert">{t('ppl.rolesFailed')} <Button look="link" onClick={() => { void roles.refetch() }}>{t('act.retry')}</Button></p>}
      <div className="ppl-roles">
        {(roles.data ?? []).map((role) => (
          <label key={role.key} className="ppl-role">
            <input type="checkbox" className="check" checked={value.includes(role.key)} onChange={(event) => { tick(role, event.target.checked) }} />
            <span><b>{words(role.label) || role.key}</b><small>{roleWords(role, t)}</small></span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
