import { useState } from 'react'
import { asProblem, newKey, type Problem } from '@/api/client'
import { createRecord } from '@/api/records'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { keptHere } from '@/api/workspace'
import { kindOf, validate } from '@/fields/registry'
import type { Invalid } from '@/fields/types'
import { isEmptyValue } from '@/fields/values'

export type Drafts = Record<string, Value>
/** Our own finding, or the server's words. */
export type FieldError = { code: Invalid } | { message: string }

const STORED = `${keptHere('kedang.draft')}.`

function readStored(object: string): Drafts {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED + object) ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Drafts) : {}
  } catch {
    return {}
  }
}

function store(object: string, drafts: Drafts): void {
  const filled = Object.entries(drafts).filter(([, value]) => !isEmptyValue(value))
  if (filled.length > 0) localStorage.setItem(STORED + object, JSON.stringify(Object.fromEntries(filled)))
  else localStorage.removeItem(STORED + object)
}

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

interface Options { object: ObjectMeta; fields: readonly Field[]; preset: Drafts; keep: boolean; onCreated: (record: Rec) => void }

/** A new record: drafts that survive a closed tab, findings at the fields, and one key per wish, so that a repeat creates nothing twice. */
export function useRecordForm({ object, fields, preset, keep, onCreated }: Options) {
  const [drafts, setDrafts] = useState<Drafts>(() => ({ ...(keep ? readStored(object.key) : {}), ...preset }))
  const [errors, setErrors] = useState<Record<string, FieldError>>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [wish, setWish] = useState({ key: newKey(), body: '' })

  const set = (key: string, value: Value): void => {
    const next = { ...drafts, [key]: value }
    setDrafts(next)
    if (keep) store(object.key, next)
    if (errors[key]) setErrors(Object.fromEntries(Object.entries(errors).filter(([each]) => each !== key)))
  }
  const discard = (): void => { if (keep) store(object.key, {}) }
  const save = async (): Promise<void> => {
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
      discard()
      onCreated(record)
    } catch (cause) {
      const refused = asProblem(cause)
      setProblem(refused)
      setErrors(Object.fromEntries(refused.fields.map((each) => [each.field, { message: each.message }])))
    } finally {
      setSaving(false)
    }
  }
  const isDirty = Object.entries(drafts).some(([key, value]) => !isEmptyValue(value) && preset[key] !== value)
  return { drafts, errors, problem, isSaving, isDirty, set, save, discard, setDrafts }
}
