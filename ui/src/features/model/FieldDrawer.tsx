import { useState, type SyntheticEvent } from 'react'
import type { FieldKind } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { toast } from '@/ui/toast'
import { FieldForm } from './FieldForm'
import { KindPicker } from './KindPicker'
import { changedParts, freeKey, type Effect, type FieldDef, type Held, type Model, type Wish } from './model'
import { isGrave, PlanNote } from './PlanNote'
import { Preview } from './Preview'
import { ProblemNote } from './Problem'
import { useWish } from './useModel'

const FORM = 'model-field-form'

function begin(kind: FieldKind, section: string | undefined): FieldDef {
  const first: FieldDef = { key: '', kind, label: {}, ...(section ? { section } : {}) }
  if (kind === 'choice' || kind === 'choices') return { ...first, options: [] }
  return kind === 'serial' ? { ...first, pattern: '{YYYY}-{0000}' } : first
}

interface DrawerProps { held: Held; model: Model; present: FieldDef | null; onClose: () => void }

/** A field in the making, or one that is there: everything that can be said of it, how it will look, and what a change would do before it is done. */
export function FieldDrawer({ held, model, present, onClose }: DrawerProps) {
  const t = useT()
  const words = useWords()
  const [draft, setDraft] = useState<FieldDef | null>(present)
  const [revision, setRevision] = useState(held.revision)
  const [effect, setEffect] = useState<Effect | null>(null)
  const { plan, run, problem, isBusy } = useWish(setRevision)
  const object = held.definition.key
  const isNew = present === null
  const title = isNew ? t('model.addFieldTo', { object: words(held.definition.label) }) : t('model.editOf', { name: words(present.label) })

  const wishOf = (field: FieldDef): Wish => (isNew
    ? { method: 'POST', path: `/objects/${object}/fields`, body: field }
    : { method: 'PATCH', path: `/objects/${object}/fields/${field.key}`, body: changedParts(present ?? field, field), since: revision })
  const finish = async (field: FieldDef): Promise<void> => {
    if (await run(wishOf(field)) === null) return
    toast(t(isNew ? 'model.fieldAdded' : 'model.fieldSaved', { name: words(field.label) }))
    onClose()
  }
  const save = async (): Promise<void> => {
    if (!draft || isBusy) return
    const field = isNew && !draft.key ? { ...draft, key: await freeKey(draft.label.zh || draft.label.en || '', object) } : draft
    const planned = await plan(wishOf(field))
    if (!planned) return
    if (isGrave(planned) && effect === null) setEffect(planned)
    else await finish(field)
  }
  const submit = (event: SyntheticEvent): void => { event.preventDefault(); void save() }
  const change = (next: FieldDef): void => { setDraft(next); setEffect(null) }
  const verb = effect ? (effect.lost !== undefined ? t('model.convert', { count: effect.values ?? 0 }) : t('model.saveAnyway')) : t('act.save')
  return (
    <Dialog
      kind="drawer" title={title} onClose={onClose}
      {...(draft ? { foot: <><span className="grow">{effect && t('model.planFirst')}</span><Button onClick={onClose}>{t('act.cancel')}</Button><Button look={effect ? 'danger' : 'primary'} type="submit" form={FORM} disabled={isBusy || !(draft.label.zh || draft.label.en)}>{isBusy ? t('act.saving') : verb}</Button></> } : {})}
    >
      {!draft ? <KindPicker kinds={model.kinds} onPick={(kind) => { setDraft(begin(kind, held.definition.sections?.[0]?.key)) }} /> : (
        <form id={FORM} className="model-form" onSubmit={submit}>
          <ProblemNote problem={problem} />
          {effect && <PlanNote effect={effect} />}
          <FieldForm draft={draft} onChange={change} held={held} model={model} present={present} onMerged={onClose} onBack={isNew ? () => { setDraft(null) } : undefined} />
          <Preview field={draft} />
        </form>
      )}
    </Dialog>
  )
}
