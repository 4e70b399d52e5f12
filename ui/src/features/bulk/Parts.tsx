import { Plus, X } from 'lucide-react'
import type { Field, ObjectMeta, Value } from '@/api/types'
import { controlOf } from '@/fields/controls'
import { kindOf, validate } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue, isRefValue, listOf } from '@/fields/values'
import { can, isEditable, shownFields } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { FieldBox } from '@/ui/FieldBox'
import type { Deed } from './bulks'

/** What was put together so far. */
export interface Draft { owner: Value; department: Value; values: { key: string; draft: Value }[]; field: string; add: Value; remove: Value }

const TRANSFERS = new Set(['owner', 'department'])
const isWords = (field: Field): boolean => field.kind === 'tags' || field.kind === 'choices'

/** Fields that many records may get at once: what is unique can only be one's. */
export function settableFields(object: ObjectMeta): Field[] {
  return shownFields(object).filter((field) => isEditable(object, field) && !field.unique && (!TRANSFERS.has(field.key) || can(object, 'transfer')))
}

export function wordFields(object: ObjectMeta): Field[] {
  return shownFields(object).filter((field) => isWords(field) && isEditable(object, field))
}

export function emptyDraft(object: ObjectMeta): Draft {
  const [first] = settableFields(object).filter((field) => field.kind === 'choice' && !TRANSFERS.has(field.key))
  const start = first ?? settableFields(object).find((field) => !TRANSFERS.has(field.key))
  return { owner: null, department: null, values: start ? [{ key: start.key, draft: null }] : [], field: wordFields(object)[0]?.key ?? '', add: [], remove: [] }
}

/** What is asked for, once it can be. */
export function deedOf(object: ObjectMeta, doing: Doing, draft: Draft): Deed | null {
  switch (doing) {
    case 'delete': case 'restore': return { action: doing }
    case 'tags': {
      const add = listOf(draft.add)
      const remove = listOf(draft.remove)
      return draft.field && add.length + remove.length > 0 ? { action: 'tags', field: draft.field, add, remove } : null
    }
    case 'assign': {
      const values = Object.fromEntries(([['owner', draft.owner], ['department', draft.department]] as const).flatMap(([key, value]) => (isRefValue(value) ? [[key, value.id]] : [])))
      return Object.keys(values).length > 0 ? { action: 'set', values } : null
    }
    case 'set': return setOf(object, draft)
  }
}

function setOf(object: ObjectMeta, draft: Draft): Deed | null {
  const values: Record<string, unknown> = {}
  for (const { key, draft: typed } of draft.values) {
    const field = object.fields.find((each) => each.key === key)
    if (!field || validate(typed, field)) return null
    const parsed = kindOf(field).parse(typed, field)
    values[key] = parsed.ok ? kindOf(field).toWire(parsed.value) : null
  }
  return Object.keys(values).length > 0 ? { action: 'set', values } : null
}

export type Doing = 'assign' | 'tags' | 'set' | 'delete' | 'restore'

interface PartProps { object: ObjectMeta; draft: Draft; onDraft: (draft: Draft) => void }

function Labelled({ field, label, value, many, onChange, autoFocus }: { field: Field; label: string; value: Value; many?: boolean; onChange: (value: Value) => void; autoFocus?: boolean }) {
  const ui = controlOf(field)
  const Control = many ? ui.Many : ui.Control
  const shown = kindOf(field).typed && typeof value !== 'string' ? kindOf(field).toDraft(value, field) : value
  return <FieldBox label={label}>{({ id, describedBy }) => <Control id={id} label={label} field={field} value={shown} onChange={onChange} describedBy={describedBy} autoFocus={autoFocus ?? false} />}</FieldBox>
}

/** The new owner, and the new department. */
export function AssignPart({ object, draft, onDraft }: PartProps) {
  const { t, words } = useSpeech()
  const owner = object.fields.find((field) => field.key === 'owner')
  const department = object.fields.find((field) => field.key === 'department')
  return (
    <>
      {owner && <Labelled autoFocus field={owner} label={t('bulk.to')} value={draft.owner} onChange={(value) => { onDraft({ ...draft, owner: value }) }} />}
      {department && <Labelled field={department} label={words(department.label)} value={draft.department} onChange={(value) => { onDraft({ ...draft, department: value }) }} />}
    </>
  )
}

/** Words that everyone shall have, and words that none shall have. */
export function TagsPart({ object, draft, onDraft }: PartProps) {
  const { t, words } = useSpeech()
  const fields = wordFields(object)
  const field = fields.find((each) => each.key === draft.field)
  return (
    <>
      {fields.length > 1 && (
        <FieldBox label={t('bulk.field')}>
          {({ id }) => <select id={id} className="sel" value={draft.field} onChange={(event) => { onDraft({ ...draft, field: event.target.value, add: [], remove: [] }) }}>{fields.map((each) => <option key={each.key} value={each.key}>{words(each.label)}</option>)}</select>}
        </FieldBox>
      )}
      {field && <Labelled key={`add ${field.key}`} many autoFocus field={field} label={t('bulk.add')} value={draft.add} onChange={(value) => { onDraft({ ...draft, add: value }) }} />}
      {field && <Labelled key={`remove ${field.key}`} many field={field} label={t('bulk.remove')} value={draft.remove} onChange={(value) => { onDraft({ ...draft, remove: value }) }} />}
    </>
  )
}

/** Fields with their new values. */
export function SetPart({ object, draft, onDraft }: PartProps) {
  const { t, words } = useSpeech()
  const fields = settableFields(object)
  const used = draft.values.map(({ key }) => key)
  const put = (at: number, next: Draft['values'][number]): void => { onDraft({ ...draft, values: draft.values.map((each, index) => (index === at ? next : each)) }) }
  const next = fields.find((field) => !used.includes(field.key))
  return (
    <>
      {draft.values.map(({ key, draft: value }, at) => {
        const field = fields.find((each) => each.key === key)
        if (!field) return null
        return (
          <div key={key} className="bulk-field">
            <select className="sel" aria-label={t('bulk.field')} value={key} onChange={(event) => { put(at, { key: event.target.value, draft: null }) }}>
              {fields.filter((each) => each.key === key || !used.includes(each.key)).map((each) => <option key={each.key} value={each.key}>{words(each.label)}</option>)}
            </select>
            {draft.values.length > 1 && <IconButton label={t('bulk.dropField', { name: words(field.label) })} onClick={() => { onDraft({ ...draft, values: draft.values.filter((_, index) => index !== at) }) }}><X size={16} /></IconButton>}
            <div className="bulk-value"><Labelled field={field} label={words(field.label)} value={value} onChange={(typed) => { put(at, { key, draft: typed }) }} /></div>
            {isEmptyValue(value) && !field.required && <p className="field-help">{t('bulk.empty')}</p>}
          </div>
        )
      })}
      {next && draft.values.length < 5 && <div><Button look="plain" onClick={() => { onDraft({ ...draft, values: [...draft.values, { key: next.key, draft: null }] }) }}><Plus size={16} aria-hidden="true" />{t('bulk.addField')}</Button></div>}
    </>
  )
}
