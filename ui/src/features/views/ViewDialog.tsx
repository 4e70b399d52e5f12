import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { call } from '@/api/client'
import type { ObjectMeta, SavedView } from '@/api/types'
import { useLanguage, useT, useWords, type Words } from '@/i18n'
import { useMe } from '@/meta/objects'
import type { View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { lookOf, useViews, type KeptLook } from './views'
import './views.css'

interface Role { key: string; label: Words }
interface ViewDialogProps { object: ObjectMeta; view: View; kept: KeptLook; saved: SavedView | undefined; onDone: (made: SavedView | null) => void }

/** Roles that a view can be for; only those who manage people may know them all, others their own. */
function useRoles(wanted: boolean): readonly Role[] {
  const me = useMe()
  const own = (me?.roles ?? []).map((role): Role => ({ key: role.key, label: typeof role.label === 'string' ? { zh: role.label, en: role.label } : role.label }))
  const mayAll = me?.manage.some((what) => what === '*' || what === 'people') ?? false
  const all = useQuery({ queryKey: ['roles'], queryFn: () => call<{ items: Role[] }>('GET', '/roles'), enabled: wanted && mayAll })
  return all.data?.items ?? own
}

/** A new view, or the name and the readers of one that is there. */
export function ViewDialog({ object, view, kept, saved, onDone }: ViewDialogProps) {
  const t = useT()
  const words = useWords()
  const lang = useLanguage() === 'en' ? 'en' : 'zh'
  const me = useMe()
  const mayTeam = me?.manage.some((what) => what === '*' || what === 'views' || what === 'model') ?? false
  const roles = useRoles(mayTeam)
  const { create, update, beginRole } = useViews(object)
  const [name, setName] = useState(saved ? words(saved.label) : '')
  const [kind, setKind] = useState(saved?.kind ?? 'personal')
  const [chosen, setChosen] = useState<readonly string[]>(saved?.roles ?? [])
  const [begins, setBegins] = useState<readonly string[]>(saved?.default_of ?? [])
  const [locked, setLocked] = useState(saved?.locked ?? false)
  const [isBusy, setBusy] = useState(false)
  const toggle = (list: readonly string[], key: string): string[] => (list.includes(key) ? list.filter((each) => each !== key) : [...list, key])
  const readers = chosen.length > 0 ? roles.filter((role) => chosen.includes(role.key)) : roles

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!name.trim() || isBusy) return
    setBusy(true)
    const label = { ...saved?.label, [lang]: name.trim() }
    const parts = { label, kind, roles: kind === 'team' ? [...chosen] : [], locked }
    const unlock = saved?.locked && locked ? await update(saved, { locked: false }) : saved
    const made = unlock ? await update(unlock, parts) : saved ? null : await create({ ...parts, ...lookOf(object, view, kept) })
    if (made && kind === 'team') {
      const before = saved?.default_of ?? []
      for (const role of readers) if (begins.includes(role.key) !== before.includes(role.key)) await beginRole(role.key, begins.includes(role.key) ? made.id : null)
    }
    setBusy(false)
    if (made) onDone(made)
  }
  return (
    <Dialog
      title={t(saved ? 'view.settings' : 'view.saveAs')} onClose={() => { onDone(null) }}
      foot={<><Button onClick={() => { onDone(null) }}>{t('act.cancel')}</Button><Button look="primary" type="submit" form="view-form" disabled={!name.trim() || isBusy}>{t('view.save')}</Button></>}
    >
      <form id="view-form" className="view-form" onSubmit={(event) => { void save(event) }}>
        <label className="view-field">{t('view.name')}<input className="input" data-autofocus maxLength={60} value={name} onChange={(event) => { setName(event.target.value) }} /></label>
        {!saved && <p className="muted">{t('view.savesWhat')}</p>}
        {mayTeam ? (
          <fieldset>
            <legend>{t('view.who')}</legend>
            <label className="row"><input type="radio" name="kind" checked={kind === 'personal'} onChange={() => { setKind('personal') }} />{t('view.personal')}</label>
            <label className="row"><input type="radio" name="kind" checked={kind === 'team'} onChange={() => { setKind('team') }} />{t('view.team')}</label>
          </fieldset>
        ) : <p className="muted">{t('view.onlyOwn')}</p>}
        {kind === 'team' && (
          <fieldset>
            <legend>{t('view.roles')}</legend>
            {roles.map((role) => <label key={role.key} className="row"><input type="checkbox" className="check" checked={chosen.includes(role.key)} onChange={() => { setChosen(toggle(chosen, role.key)) }} />{words(role.label)}</label>)}
            <p className="muted">{t('view.rolesHint')}</p>
          </fieldset>
        )}
        {kind === 'team' && (
          <fieldset>
            <legend>{t('view.begins')}</legend>
            {readers.map((role) => <label key={role.key} className="row"><input type="checkbox" className="check" checked={begins.includes(role.key)} onChange={() => { setBegins(toggle(begins, role.key)) }} />{words(role.label)}</label>)}
          </fieldset>
        )}
        <label className="row"><input type="checkbox" className="check" checked={locked} onChange={() => { setLocked(!locked) }} />{t('view.lockHint')}</label>
      </form>
    </Dialog>
  )
}
