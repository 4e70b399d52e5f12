import { lazy, Suspense, useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { isChanged, savedOf, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { toast } from '@/ui/toast'
import { lookOf, useViews, type KeptLook } from './views'
import './views.css'

const ViewDialog = lazy(() => import('./ViewDialog').then((module) => ({ default: module.ViewDialog })))

interface DraftBarProps { object: ObjectMeta; view: View; kept: () => KeptLook; onView: (view: View, replace?: boolean) => void }

/** Says that a saved view was changed, and what can be done about it; and what of it the person does not get. */
export function DraftBar({ object, view, kept, onView }: DraftBarProps) {
  const t = useT()
  const saved = savedOf(object, view)
  const { update } = useViews(object)
  const [isSaving, setSaving] = useState(false)
  if (!saved) return <div className="vnote" role="status">{t('state.viewGone')}</div>
  const save = async (): Promise<void> => {
    const { where, ...rest } = lookOf(object, view, kept())
    const keepsWhere = saved.problem !== null && !view.filter && !view.drop?.includes('filter')
    const done = await update(saved, keepsWhere ? rest : { ...rest, where })
    if (done) { onView({ id: saved.id }, true); toast(t('view.saved')) }
  }
  const maySave = saved.can.update && !saved.locked
  return (
    <>
      {saved.dropped > 0 && <div className="vnote" role="status">{t('view.dropped', { count: saved.dropped })}</div>}
      {isChanged(view) && (
        <div className="vdraft" role="status">
          <span className="grow">{t(saved.locked ? 'view.changedLocked' : maySave ? 'view.changed' : 'view.changedTeam')}</span>
          {maySave && <Button small look="primary" onClick={() => { void save() }}>{t('act.save')}</Button>}
          <Button small onClick={() => { setSaving(true) }}>{t('view.saveAsShort')}</Button>
          <Button small onClick={() => { onView({ id: saved.id }, true) }}>{t('view.revert')}</Button>
        </div>
      )}
      <Suspense fallback={null}>
        {isSaving && <ViewDialog object={object} view={view} kept={kept()} saved={undefined} onDone={(made) => { setSaving(false); if (made) onView({ id: made.id }) }} />}
      </Suspense>
    </>
  )
}
