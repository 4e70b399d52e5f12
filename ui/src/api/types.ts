import type { Words } from '@/i18n'

export type FieldKind =
  | 'text' | 'long_text' | 'number' | 'percent' | 'money' | 'date' | 'datetime' | 'boolean' | 'choice' | 'choices' | 'tags'
  | 'person' | 'department' | 'relation' | 'relations' | 'phone' | 'email' | 'url' | 'address' | 'serial'
export type Level = 'hidden' | 'masked' | 'read' | 'edit'
export type Op =
  | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'between' | 'in' | 'not_in' | 'contains' | 'starts_with' | 'is_empty' | 'not_empty'
  | 'has_any' | 'has_all' | 'has_none' | 'within' | 'before' | 'after'

export interface Money { amount: string; currency: string }
export interface Ref { id: string; title: string }
export interface Refs { items: Ref[]; more: boolean | number }
export interface Address { province?: string | null; city?: string | null; district?: string | null; detail?: string | null }
export type Value = null | undefined | string | number | boolean | string[] | Money | Ref | Refs | Address

export interface Choice { key: string; label: Words; color?: string | null; retired?: boolean }
export interface Field {
  key: string
  kind: FieldKind
  label: Words
  options?: Choice[]
  required?: boolean
  unique?: boolean
  level: Level
  target?: string | null
  section?: Words | string | null
  help?: Words | string | null
  ops?: Op[]
  sortable?: boolean
  groupable?: boolean
  currency?: string | null
  decimals?: number | null
  system?: boolean
  /** Out of use: it is read where it stands, and nobody fills it in. */
  off?: boolean
  /** The object of whose records the value is made whenever it is read. */
  computed_from?: string | null
}

export type Action = 'create' | 'read' | 'update' | 'delete' | 'export' | 'import' | 'merge' | 'transfer'
export type Can = Partial<Record<Action, boolean>>
export interface ObjectMeta {
  key: string
  label: Words
  plural?: Words | null
  icon?: string | null
  /** Where it stands among the objects, smallest first. */
  place?: number
  title: string
  timeline?: string[]
  /** The field by which a record stands in a timeline. */
  timeline_date?: string | null
  /** Its records are to-dos: by when, whether done, what, whose. */
  due?: { date: string; done: string; text: string | null; person: string | null } | null
  /** The way of its records: a choice, and those of its options that are no step. */
  path?: { field: string; aside: string[] } | null
  /** Fields that say at a glance what kind of record this is. */
  tags?: string[]
  sections?: { key: string; label: Words }[]
  can: Can
  fields: Field[]
  revision?: number
  views?: SavedView[]
  /** With which of them the person begins; `all`: with none. */
  default_view?: string
}

/** A column as a view has it: the key of its field, and its width where that is not the usual one. */
export interface ColumnChoice { field: string; width?: number | null | undefined }
export type RowHeight = 'small' | 'medium' | 'large'
/** A saved view as the server tells it: without what the person may not use. */
export interface SavedView {
  id: string
  kind: 'personal' | 'team'
  roles: string[]
  label: Words
  locked: boolean
  version: number
  where: Condition | null
  sort: string[]
  search: string | null
  columns: ColumnChoice[] | null
  frozen: number
  row_height: RowHeight
  /** Titles of what the condition refers to, by id. */
  names: Readonly<Record<string, string>>
  /** How many columns and orders were left out. */
  dropped: number
  /** Its condition uses what the person may not. */
  problem: 'field_not_usable' | null
  default_of: string[]
  can: { update: boolean; delete: boolean }
}

/** A record as the server sends it: flat, system keys beside the fields. */
export interface Rec {
  id: string
  version: number
  title: string
  _masked?: string[]
  _read_only?: string[]
  _can?: Can
  [key: string]: unknown
}

export type Condition = { field: string; op: Op; value?: unknown } | { and: Condition[] } | { or: Condition[] } | { not: Condition }
export interface Sort { field: string; desc: boolean }
export interface Count { value: number; more?: boolean }
export interface Position { position: number; previous: string | null; next: string | null }
export interface Page { items: Rec[]; next: string | null; prev?: string | null; count?: Count | number | null }

export interface Me {
  person: { id: string; title: string; departments: Ref[] }
  account: { login: string }
  workspace: { id: number | string; name: string; language: string; zone: string; banner?: string | null; is_demo?: boolean }
  language: string
  /** In which she reads times; none: in the workspace's. */
  zone: string | null
  roles: { key: string; label: Words | string }[]
  manage: string[]
  csrf: string | null
  workspaces: { id: number | string; name: string; is_demo?: boolean }[]
}

export interface Change { field: string; old: Value; new: Value; masked?: boolean }
export interface TimelineItem {
  type: 'record' | 'change'
  /** A moment, or a day where only the day is known. */
  at: string
  what?: HistoryItem['kind'] | null
  actor: Ref | null
  object: string
  record: { id: string; title: string | null }
  fields?: Rec
  changes?: Change[]
  via?: string | null
}
export interface HistoryItem {
  /** The record itself, or one that was merged into it. */
  record: string
  version: number
  at: string
  actor: Ref | null
  via?: string | null
  kind: 'created' | 'updated' | 'deleted' | 'restored' | 'merged' | 'unmerged'
  reason?: string | null
  changes: Change[]
}
export interface Paged<Item> { items: Item[]; next?: string | null }
export interface Person extends Ref { department?: Ref | string | null; account?: boolean }
export interface Department extends Ref { parent?: Ref | string | null }
export interface Hit { object: string; id: string; title: string; snippet?: string | null; matched?: 'title' | 'text' | 'pinyin' }
