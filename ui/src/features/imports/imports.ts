import { call } from '@/api/client'
import { API } from '@/api/workspace'
import type { FieldKind, Rec } from '@/api/types'

/** The object of a table of colleagues, which is none of the model's. */
export const PERSON = 'person'
export const PEOPLE_FIELDS = ['name', 'manager', 'department'] as const

export type ImportState = 'planned' | 'running' | 'done' | 'failed' | 'undone'
export type RowState = 'new' | 'updated' | 'unchanged' | 'merged' | 'doubtful' | 'refused'
export const ROW_STATES: readonly RowState[] = ['new', 'updated', 'unchanged', 'merged', 'doubtful', 'refused']
export type Treatment = 'field' | 'note' | 'new_field' | 'leave'
export type Duplicates = 'skip' | 'fill' | 'update' | 'create'

/** What a column means in the plan; one that fills two fields is there twice. */
export interface Column {
  index: number
  header: string
  treatment: Treatment
  object: string | null
  field: string | null
  /** Of a new field. */
  kind: FieldKind | null
  label: Record<string, string> | null
  /** The rule that decided. */
  by: string
  day_first?: boolean | null
  percent_of?: PercentOf
}
/** What a bare number of a column of percentages means; none: each number tells for itself. */
export type PercentOf = 'fraction' | 'hundred' | null
/** A column whose cells can be read in several ways: what each way makes of some of them. */
export interface Ambiguity { index: number; kind: 'day_first' | 'percent_of'; value: boolean | PercentOf; cells: number; ways: { value: boolean | PercentOf; examples: [string, string][] }[] }
export interface Reason { state: RowState; code: string; field: string | null; rows: number; zh: string; en: string; example: number }
export interface Ignored { number: number; why: string; text: string }
export interface Sheet extends Record<RowState, number> {
  file: string
  sheet: string
  object: string
  headers: string[]
  /** Their rows in the sheet, from 1; none: the sheet has no header. */
  header_rows: number[]
  /** Of a text file. */
  encoding: string | null
  rows: number
  written: number
  ignored: number
  unmatched_references: number
  open_references: number
  also: { object: string; new: number; updated: number }[]
  columns: Column[]
  ambiguous: Ambiguity[]
  reasons: Reason[]
  ignored_rows: Ignored[]
}
export interface Choices { duplicates: Duplicates; people: boolean; options: boolean; departments: boolean; fields: boolean; conflicts: 'refuse' | 'overwrite' }
export interface Offer { object: string; field: string; header: string; sheet: string; column: number; kind: FieldKind; label: Record<string, string>; accepted: boolean }
export interface LeftOut { file: string; sheet: string; headers: string[]; rows: number }
export interface Proposals {
  options: Record<string, Record<string, number>>
  people: Record<string, number>
  departments?: Record<string, number>
  fields: Offer[]
  left_out: LeftOut[]
}
export interface Progress { done: number; rows: number; percent: number }
export interface FileOf { name: string; bytes: number }

/** An import as the server tells of it. */
export interface Import {
  id: string
  state: ImportState
  batch: string | null
  files: FileOf[]
  choices: Choices
  proposals: Proposals
  sheets: Sheet[]
  error: string | null
  progress: Progress
  /** The number of its plan: what is agreed to is what was seen. */
  plan: number
  /** What was said and is not planned yet. */
  draft: Wishes | null
  /** What its undo did. */
  taken_back: TakenBack | null
}
export interface Earlier { id: string; at: string; state: ImportState; files: FileOf[] }
export interface Row { number: number; cells: string[] }

export type Said = null | string | ColumnWish | (string | ColumnWish)[]
export interface ColumnWish { treatment?: Treatment; field?: string; kind?: FieldKind; label?: Record<string, string>; day_first?: boolean | null; percent_of?: PercentOf }
export interface SheetWish { sheet: string; file: string; object?: string | null; columns?: Record<string, Said> }
/** What is said about a plan; what is not said stays. */
export interface Wishes { choices?: Partial<Choices>; sheets?: SheetWish[] }

export interface Candidate {
  score: number
  reasons: { code: string; zh: string; en: string }[]
  record: Rec | null
  row: { place: number; row: number; values: Record<string, unknown> } | null
}
export interface Doubtful { place: number; sheet: string; file: string; row: number; object: string; headers: string[]; cells: string[]; values: Record<string, unknown>; candidates: Candidate[] }
export interface Decision { place: number; row: number; decision: 'merge' | 'create' | 'skip'; record?: string; into?: number; into_place?: number }

interface Named { id: string; name: string }
export interface TakenBack {
  deleted: number
  reverted: number
  /** The first of them. */
  left: { object: string; id: string }[]
  left_rows: number
  people: number
  people_left: Named[]
  departments?: number
  departments_left?: Named[]
  fields_left: string[]
}

const at = (id: string): string => `/imports/${encodeURIComponent(id)}`

export function upload(files: readonly File[], object: string): Promise<Import> {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  if (object) form.append('object', object)
  return call('POST', '/imports', { form })
}
export const loadImports = (signal?: AbortSignal): Promise<{ items: Earlier[] }> => call('GET', '/imports', { signal })
export const getImport = (id: string, signal?: AbortSignal): Promise<Import> => call('GET', at(id), { signal })
export const getProgress = (id: string, signal?: AbortSignal): Promise<Progress & { state: ImportState; error: string | null }> => call('GET', `${at(id)}/progress`, { signal })
export const loadRows = (id: string, place: number, limit: number, signal?: AbortSignal): Promise<{ items: Row[] }> => call('GET', `${at(id)}/rows`, { query: { place, limit }, signal })
export const planAgain = (id: string, wishes: Wishes, plan: number | undefined): Promise<Import> => call('PATCH', at(id), { body: { ...wishes, plan } })
export const keepDraft = (id: string, wishes: Wishes): Promise<void> => call('PUT', `${at(id)}/draft`, { body: wishes })
export const loadDoubtful = (id: string, signal?: AbortSignal): Promise<{ items: Doubtful[]; next: string | null }> => call('GET', `${at(id)}/doubtful`, { signal })
export const decide = (id: string, decision: Decision, key: string): Promise<{ state: RowState }> => call('POST', `${at(id)}/decide`, { body: decision, key })
export const runImport = (id: string, key: string, plan: number | undefined): Promise<Import> => call('POST', `${at(id)}/run`, { key, body: { plan } })
export const undoImport = (id: string, key: string): Promise<TakenBack> => call('POST', `${at(id)}/undo`, { key })
export const refusedHref = (id: string): string => `${API}${at(id)}/refused.xlsx`
