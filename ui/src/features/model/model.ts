import { call, newKey } from '@/api/client'
import type { FieldKind } from '@/api/types'
import type { Words } from '@/i18n'

/** Definitions as they are stored, and what the server says of them to who manages the model. */
export interface OptionDef { key: string; label: Words; color?: string | null; aka?: readonly string[]; is_retired?: boolean }
export interface FieldDef {
  key: string
  kind: FieldKind
  label: Words
  required?: boolean
  unique?: boolean
  options?: readonly OptionDef[]
  target?: string | null
  section?: string | null
  help?: Words | null
  search?: boolean
  aka?: readonly string[]
  decimals?: number | null
  currency?: string | null
  format?: string | null
  pattern?: string | null
  default?: unknown
  off?: boolean
}
export interface ObjectDef {
  key: string
  label: Words
  plural?: Words | null
  icon?: string
  place?: number
  title?: string
  timeline?: readonly string[]
  timeline_date?: string | null
  sections?: readonly OptionDef[]
  tags?: readonly string[]
  identity?: readonly string[]
  path?: { field: string } | null
  fields: readonly FieldDef[]
  off?: boolean
}
export interface ObjectListed { key: string; label: Words; plural: Words; icon: string; place: number; off: boolean; shipped: boolean; records: number; fields: number }
export interface KindInfo { key: FieldKind; label: Words; to: FieldKind[]; unique: boolean; formats: string[] }
export interface Model { revision: number; items: ObjectListed[]; retired: { key: string; label: Words; at: string; records: number }[]; kinds: KindInfo[] }
export interface Held {
  definition: ObjectDef
  revision: number
  shipped: boolean
  shipped_fields: string[]
  records: number
  system: FieldDef[]
  incoming: string[]
  retired: { definition: FieldDef; at: string; values: number }[]
  changing: { field: string; kind: FieldKind; done: number; total: number }[]
}
export interface Counts { values: number; options: Record<string, number> }
export interface Effect {
  change: string
  object: string
  field?: string
  values?: number
  lost?: number
  unfit?: number
  samples?: string[]
  kind?: FieldKind
  options?: { key: string; label: Words; records: number }[]
  records?: number
  relations?: string[]
}

export type Part<Definition> = { [Key in keyof Definition]?: Definition[Key] | null }

/** A change of the model: planned first, then run by the same words. */
export interface Wish { method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'; path: string; body?: unknown; since?: number }

export const loadModel = (signal: AbortSignal): Promise<Model> => call<Model>('GET', '/model', { signal })
export const loadHeld = (object: string, signal: AbortSignal): Promise<Held> => call<Held>('GET', `/model/${object}`, { signal })
export const loadCounts = (object: string, field: string, signal: AbortSignal): Promise<Counts> => call<Counts>('GET', `/model/${object}/fields/${field}`, { signal })

export async function planOf(wish: Wish): Promise<Effect> {
  const answer = await call<{ plan: { effects: Effect[] } }>(wish.method, wish.path, { body: wish.body, query: { plan: true, since: wish.since }, ...(wish.method === 'POST' ? { key: newKey() } : {}) })
  return answer.plan.effects[0] ?? { change: '', object: '' }
}

export async function runWish<Answer>(wish: Wish): Promise<Answer> {
  return call<Answer>(wish.method, wish.path, { body: wish.body, query: { since: wish.since }, ...(wish.method === 'POST' ? { key: newKey() } : {}) })
}

export async function freeKey(label: string, object?: string): Promise<string> {
  return (await call<{ key: string }>('GET', '/keys', { query: { label, object } })).key
}

export async function undoBatch(batch: string): Promise<void> {
  await call('POST', `/batches/${batch}/undo`, { key: newKey() })
}

/** A merge of options that goes on in the background, by its batch. */
export interface Following { state: 'waiting' | 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone'; total: number; changed: number; unchanged: number; refused: number; error: string | null }
const GOING = new Set<Following['state']>(['waiting', 'running', 'cancelling', 'undoing'])
export const isGoing = (now: Following): boolean => GOING.has(now.state)
export const loadFollowing = (batch: string, signal: AbortSignal): Promise<Following> => call<Following>('GET', `/bulks/${batch}`, { signal })
export async function undoFollowing(batch: string): Promise<void> {
  await call('POST', `/bulks/${batch}/undo`, { key: newKey() })
}

/** The parts of a definition that a draft changes. */
export function changedParts<Definition extends object>(before: Definition, after: Definition): Part<Definition> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Definition)[]
  const found: Part<Definition> = {}
  for (const key of keys) if (JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null)) found[key] = after[key] ?? (typeof before[key] === 'boolean' ? false as Definition[typeof key] : null)
  return found
}

/** What an object's definition uses a field for: such a field can be neither put away nor deleted. */
export type Use = 'title' | 'timeline' | 'tags' | 'identity' | 'path'
export function usesOf(definition: ObjectDef, key: string): Use[] {
  const found: Use[] = []
  if ((definition.title ?? 'name') === key) found.push('title')
  if (definition.timeline?.includes(key) || definition.timeline_date === key) found.push('timeline')
  if (definition.tags?.includes(key)) found.push('tags')
  if (definition.identity?.includes(key)) found.push('identity')
  if (definition.path?.field === key) found.push('path')
  return found
}

export interface Group { key: string; label: Words | null; fields: FieldDef[] }

/** The fields of an object by section, sections in their order, those without one first. */
export function groupsOf(definition: ObjectDef): Group[] {
  const known = definition.sections ?? []
  const none: Group = { key: '', label: null, fields: definition.fields.filter((field) => !known.some((section) => section.key === field.section)) }
  const named = known.map((section): Group => ({ key: section.key, label: section.label, fields: definition.fields.filter((field) => field.section === section.key) }))
  return [none, ...named].filter((group) => group.fields.length > 0 || group.key !== '')
}

/** The keys in another order: a field changes places with its neighbour of the same section. */
export function movedKeys(definition: ObjectDef, key: string, step: -1 | 1): string[] | null {
  const group = groupsOf(definition).find((each) => each.fields.some((field) => field.key === key))
  const at = group?.fields.findIndex((field) => field.key === key) ?? -1
  const other = group?.fields[at + step]
  if (!other) return null
  return definition.fields.map((field) => (field.key === key ? other.key : field.key === other.key ? key : field.key))
}
