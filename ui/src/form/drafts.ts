import type { Value } from '@/api/types'
import { keptHere } from '@/api/workspace'
import { isEmptyValue, isRefs, isRefValue } from '@/fields/values'
import { forgetComposed, whenComposed } from '@/ui/composition'

export type Drafts = Record<string, Value>
interface Kept { at: string; drafts: Drafts }

/** Everything that begins so is removed when the person signs out. */
const STORED = `${keptHere('kedang.draft')}.`

/** Where a person's unsaved form lies in this browser. */
export const draftName = (person: string, form: string): string => `${STORED}${person}.${form}`

/** What was typed and not saved, and when; nothing if there is none, or if it cannot be read. */
export function keptDraft(name: string): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? 'null')
    if (typeof value !== 'object' || value === null || !('at' in value) || typeof value.at !== 'string') return null
    return 'drafts' in value && typeof value.drafts === 'object' && value.drafts !== null ? { at: value.at, drafts: value.drafts as Drafts } : null
  } catch {
    return null
  }
}

const same = (one: Value, other: Value): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** What differs from the form as it opens. */
export function typedIn(drafts: Drafts, preset: Drafts): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([key, value]) => !same(value, preset[key]) && !(isEmptyValue(value) && isEmptyValue(preset[key]))))
}

/** Keeps what was typed, half a word only when it is whole; a form as it opened leaves nothing. */
export function keepDraft(name: string, drafts: Drafts, preset: Drafts): void {
  whenComposed(name, () => { keepNow(name, drafts, preset) })
}

/** A browser that is full or forbids it keeps nothing, and the form goes on. */
function keepNow(name: string, drafts: Drafts, preset: Drafts): void {
  const typed = typedIn(drafts, preset)
  try {
    if (Object.keys(typed).length > 0) localStorage.setItem(name, JSON.stringify({ at: new Date().toISOString(), drafts: typed }))
    else localStorage.removeItem(name)
  } catch {
    // The form itself still holds what was typed.
  }
}

export function dropDraft(name: string): void {
  forgetComposed(name)
  localStorage.removeItem(name)
}

/** The form with what was kept. Where it stands, the record that it belongs to, is the place's to say. */
export function withKept(preset: Drafts, kept: Drafts): Drafts {
  const place = Object.entries(preset).filter(([, value]) => isRefValue(value) || isRefs(value))
  return { ...preset, ...kept, ...Object.fromEntries(place) }
}
