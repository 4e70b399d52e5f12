import { useState } from 'react'
import { asProblem, newKey, type Problem } from '@/api/client'
import { createRecord } from '@/api/records'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { kindOf, validate } from '@/fields/registry'
import type { Invalid } from '@/fields/types'
import { isEmptyValue } from '@/fields/values'
import { useMe } from '@/meta/objects'
import { draftName, dropDraft, keepDraft, keptDraft, typedIn, withKept, type Drafts } from './drafts'

export type { Drafts } from './drafts'
/** Our own finding, or the server's words. */
export type FieldError = { code: Invalid } | { message: string }

/** What is sent: every filled field, as the contract writes it. */
export function wireOf(drafts: Drafts, fields: readonly Field[]): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of fields) {
    const kind = kindOf(field)
    const parsed = kind.parse(drafts[field.key] ?? null, field)
    if (parsed.ok && !isEmptyValue(parsed.value)) body[field.key] = kind.toWire(parsed.value)
  }
  return body
}

function findings(drafts: Drafts, fields: readonly Field[]): Record<string, FieldError> {
  const errors: Record<string, FieldError> = {}
  for (const field of fields) {
    const code = validate(drafts[field.key] ?? null, field)
    if (code) errors[field.key] = { code }
  }
  return errors
}

interface Options {
  object: ObjectMeta
  fields: readonly Field[]
  /** The form as it opens. */
  preset: Drafts
  /** Under which name what is typed is kept in this browser, besides the person's. */
  keep: string
  onCreated: (record: Rec) => void
}

/** A new record: drafts that survive a closed tab, findings at the fields, and one key per wish, so that a repeat creates nothing twice. */
export function useRecordForm({ object, fields, preset, keep, onCreated }: Options) {
  const name = draftName(useMe()?.person.id ?? '', keep)
  const [kept] = useState(() => keptDraft(name))
  const [restored, setRestored] = useState(kept?.at ?? null)
  const [drafts, setDrafts] = useState<Drafts>(() => withKept(preset, kept?.drafts ?? {}))
  const [errors, setErrors] = useState<Record<string, FieldError>>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [wish, setWish] = useState({ key: newKey(), body: '' })

  const set = (key: string, value: Value): void => {
    const next = { ...drafts, [key]: value }
    setDrafts(next)
    keepDraft(name, next, preset)
    if (errors[key]) setErrors(Object.fromEntries(Object.entries(errors).filter(([each]) => each !== key)))
  }
  /** Throws away what was typed. */
  const discard = (): void => {
    dropDraft(name)
    setDrafts(preset)
    setRestored(null)
    setErrors({})
    setProblem(null)
  }
  const save = async (done: (record: Rec) => void = onCreated): Promise<void> => {
    const found = findings(drafts, fields)
    setErrors(found)
    setProblem(null)
    if (Object.keys(found).length > 0 || isSaving) return
    const body = wireOf(drafts, fields)
    const text = JSON.stringify(body)
    const mine = wish.body === text ? wish : { key: newKey(), body: text }
    setWish(mine)
    setSaving(true)
    try {
      const record = await createRecord(object.key, body, mine.key)
      dropDraft(name)
      setRestored(null)
      setWish({ key: newKey(), body: '' })
      done(record)
    } catch (cause) {
      const refused = asProblem(cause)
      setProblem(refused)
      setErrors(Object.fromEntries(refused.fields.map((each) => [each.field, { message: each.message }])))
    } finally {
      setSaving(false)
    }
  }
  const isDirty = Object.keys(typedIn(drafts, preset)).length > 0
  return { drafts, errors, problem, isSaving, isDirty, restored, set, save, discard, setDrafts }
}
