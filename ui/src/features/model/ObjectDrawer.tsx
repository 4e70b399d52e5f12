import { useState, type SyntheticEvent } from 'react'
import { useRouter } from '@tanstack/react-router'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { toast } from '@/ui/toast'
import { IconPicker } from './IconPicker'
import { LabelBoxes } from './LabelBoxes'
import { changedParts, freeKey, type Held, type ObjectDef, type OptionDef } from './model'
import { ProblemNote } from './Problem'
import { SectionsEditor } from './SectionsEditor'
import { useModel, useWish } from './useModel'

const FORM = 'model-object-form'
const TITLES = new Set(['text', 'long_text', 'serial', 'phone', 'email', 'url'])

interface Beginning { title: string; related: string; onTimeline: boolean }

function Begin({ value, onChange }: { value: Beginning; onChange: (value: Beginning) => void }) {
  const t = useT()
  const words = useWords()
  const objects = useModel().data?.items ?? []
  return (
    <>
      <FieldBox label={t('model.object.title')} required help={t('model.object.titleHelp')}>{({ id, describedBy }) => <input id={id} className="input" required maxLength={60} aria-describedby={describedBy} value={value.title} onChange={(event) => { onChange({ ...value, title: event.target.value }) }} />}</FieldBox>
      <FieldBox label={t('model.object.related')} help={t('model.object.relatedHelp')}>
        {({ id, describedBy }) => <select id={id} className="sel" aria-describedby={describedBy} value={value.related} onChange={(event) => { onChange({ ...value, related: event.target.value }) }}><option value="">{t('model.object.alone')}</option>{objects.filter((one) => !one.off).map((one) => <option key={one.key} value={one.key}>{words(one.label)}</option>)}</select>}
      </FieldBox>
      {value.related && <label className="model-check"><input type="checkbox" className="check" checked={value.onTimeline} onChange={(event) => { onChange({ ...value, onTimeline: event.target.checked }) }} /><span>{t('model.object.timeline')}</span></label>}
    </>
  )
}

interface FieldsProps { draft: ObjectDef; onChange: (draft: ObjectDef) => void }

/** Which fields play a part: the title, the tags, what means the same thing, the timeline. */
function Parts({ draft, onChange }: FieldsProps) {
  const t = useT()
  const words = useWords()
  const live = draft.fields.filter((field) => !field.off)
  const relations = live.filter((field) => field.kind === 'relation')
  const choices = live.filter((field) => field.kind === 'choice')
  const several = (part: 'tags' | 'identity' | 'timeline', fields: readonly { key: string; label: Readonly<Record<string, string>> }[]) => fields.length > 0 && (
    <fieldset className="model-checks model-several">
      <legend className="field-label">{t(`model.object.${part}`)}</legend>
      {fields.map((field) => {
        const chosen = draft[part] ?? []
        return <label key={field.key}><input type="checkbox" className="check" checked={chosen.includes(field.key)} onChange={(event) => { onChange({ ...draft, [part]: event.target.checked ? [...chosen, field.key] : chosen.filter((key) => key !== field.key) }) }} /><span>{words(field.label)}</span></label>
      })}
    </fieldset>
  )
  return (
    <>
      <FieldBox label={t('model.part.title')}>{({ id }) => <select id={id} className="sel" value={draft.title ?? 'name'} onChange={(event) => { onChange({ ...draft, title: event.target.value }) }}>{live.filter((field) => TITLES.has(field.kind)).map((field) => <option key={field.key} value={field.key}>{words(field.label)}</option>)}</select>}</FieldBox>
      {several('timeline', relations)}
      {several('tags', choices)}
      {several('identity', live.filter((field) => ['text', 'phone', 'email'].includes(field.kind)))}
      <SectionsEditor sections={draft.sections ?? []} used={new Set(draft.fields.map((field) => field.section ?? ''))} onChange={(sections: OptionDef[]) => { onChange({ ...draft, sections }) }} />
    </>
  )
}

function definitionOf(draft: ObjectDef, begin: Beginning, key: string, target: Readonly<Record<string, string>>): ObjectDef {
  const relation = begin.related ? [{ key: begin.related, kind: 'relation' as const, label: target, target: begin.related }] : []
  return { ...draft, key, title: 'name', timeline: begin.related && begin.onTimeline ? [begin.related] : [], fields: [{ key: 'name', kind: 'text', label: { zh: begin.title }, required: true, search: true }, ...relation] }
}

/** A new object, or what an object is called and which of its fields play a part. */
export function ObjectDrawer({ held, onClose }: { held?: Held; onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const router = useRouter()
  const model = useModel().data
  const [revision, setRevision] = useState(held?.revision ?? 0)
  const { run, problem, isBusy } = useWish(setRevision)
  const [draft, setDraft] = useState<ObjectDef>(() => held?.definition ?? { key: '', label: {}, icon: 'folder', fields: [] })
  const [base] = useState(held?.definition ?? null)
  const [begin, setBegin] = useState<Beginning>({ title: t('model.object.titleName'), related: '', onTimeline: true })
  const save = async (): Promise<void> => {
    if (isBusy) return
    if (held && base) {
      if (await run({ method: 'PATCH', path: `/objects/${draft.key}`, body: changedParts(base, { ...draft, fields: base.fields }), since: revision }) === null) return
      toast(t('model.saved'))
    } else {
      const key = await freeKey(draft.label.en || draft.label.zh || '')
      const target = model?.items.find((one) => one.key === begin.related)?.label ?? {}
      if (await run({ method: 'POST', path: '/objects', body: definitionOf(draft, begin, key, target) }) === null) return
      toast(t('model.objectMade', { name: words(draft.label) }))
      router.history.push(`/settings/objects?object=${key}`)
    }
    onClose()
  }
  const submit = (event: SyntheticEvent): void => { event.preventDefault(); void save() }
  return (
    <Dialog
      kind="drawer" title={held ? t('model.editOf', { name: words(held.definition.label) }) : t('model.newObject')} onClose={onClose}
      foot={<><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form={FORM} disabled={isBusy || !draft.label.zh}>{isBusy ? t('act.saving') : t(held ? 'act.save' : 'model.makeObject')}</Button></>}
    >
      <form id={FORM} className="model-form" onSubmit={submit}>
        <ProblemNote problem={problem} />
        <LabelBoxes value={draft.label} onChange={(label) => { setDraft({ ...draft, label }) }} autoFocus />
        {held ? <Parts draft={draft} onChange={setDraft} /> : <Begin value={begin} onChange={setBegin} />}
        <IconPicker value={draft.icon ?? 'box'} onChange={(icon) => { setDraft({ ...draft, icon }) }} />
        {!held && <p className="field-help">{t('model.object.rights')}</p>}
      </form>
    </Dialog>
  )
}
