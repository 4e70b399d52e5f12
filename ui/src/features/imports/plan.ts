import type { Problem } from '@/api/client'
import type { FieldKind, ObjectMeta } from '@/api/types'
import { isEditable, mayImport, shownFields } from '@/meta/objects'
import type { Ambiguity, Column, ColumnWish, Import, ImportState, RowState, Said, Sheet, SheetWish, Wishes } from './imports'
import { PERSON, ROW_STATES } from './imports'

/** How cells are read that could be read otherwise. */
export type Reading = Pick<ColumnWish, 'day_first' | 'percent_of'>

/** What becomes of a column's cells. */
export type Target =
  | { treatment: 'field'; object: string; field: string; reading?: Reading }
  | { treatment: 'new_field'; kind: FieldKind; label: string; field?: string | undefined; reading?: Reading }
  | { treatment: 'note' }
  | { treatment: 'leave' }

/** What was said about columns and is not planned yet: by sheet, by the column's place. */
export type Draft = Readonly<Record<string, Readonly<Record<number, readonly Target[]>>>>
export const NO_DRAFT: Draft = {}

export interface Meaning {
  index: number
  header: string
  targets: readonly Target[]
  by: string
  /** A new field that the column could become, and does not. */
  offered: Extract<Target, { treatment: 'new_field' }> | null
  isChanged: boolean
  /** The column can be read in several ways, and still fills what it was planned for. */
  doubt: Ambiguity | null
}

export type Step = 'map' | 'check' | 'doubtful' | 'run' | 'result'

/** The step that an import is at; before it runs, the address says which one is looked at. */
export function stepOf(state: ImportState, wanted: string | undefined): Step {
  if (state === 'running') return 'run'
  if (wanted === 'doubtful' && (state === 'planned' || state === 'done')) return 'doubtful'
  if (state !== 'planned') return 'result'
  return wanted === 'check' ? 'check' : 'map'
}

export const keyOf = (sheet: { file: string; sheet: string }): string => `${sheet.file}\n${sheet.sheet}`

function readingOf({ day_first: day, percent_of: percent }: Reading): { reading?: Reading } {
  if (day !== undefined && day !== null) return { reading: { day_first: day } }
  return percent ? { reading: { percent_of: percent } } : {}
}

function targetOf(sheet: Sheet, column: Column): Target {
  if (column.treatment === 'field' && column.field) return { treatment: 'field', object: column.object ?? sheet.object, field: column.field, ...readingOf(column) }
  if (column.treatment === 'new_field') return { treatment: 'new_field', kind: column.kind ?? 'text', label: Object.values(column.label ?? {})[0] ?? column.header, field: column.field ?? undefined, ...readingOf(column) }
  return { treatment: column.treatment === 'leave' ? 'leave' : 'note' }
}

const nameOf = (target: Target): string | null => (target.treatment === 'field' ? `${target.object}.${target.field}` : null)

/** Whether a column still is what the plan has read: the same field, or a new one of the same kind. */
function isAsPlanned(planned: readonly Target[], now: readonly Target[]): boolean {
  return now.some((target) => planned.some((other) => (target.treatment === 'field' ? nameOf(target) === nameOf(other) : target.treatment === 'new_field' && other.treatment === 'new_field' && target.kind === other.kind)))
}

/** What each column of a sheet will mean: as it is planned, with what was said since. A field that is given to one column is taken from the others. */
export function meaningsOf(sheet: Sheet, draft: Draft, acceptsAll: boolean): Meaning[] {
  return plainMeanings(sheet, draft, acceptsAll).map((meaning) => {
    const doubt = sheet.ambiguous.find((each) => each.index === meaning.index)
    const planned = sheet.columns.filter((column) => column.index === meaning.index).map((column) => targetOf(sheet, column))
    return { ...meaning, doubt: doubt && isAsPlanned(planned, meaning.targets) ? doubt : null }
  })
}

function plainMeanings(sheet: Sheet, draft: Draft, acceptsAll: boolean): Omit<Meaning, 'doubt'>[] {
  const said = draft[keyOf(sheet)] ?? {}
  const told = new Set(Object.values(said).flatMap((targets) => targets.map(nameOf)).filter((name) => name !== null))
  return sheet.headers.map((header, index) => {
    const planned = sheet.columns.filter((column) => column.index === index)
    const by = planned[0]?.by ?? ''
    const all = planned.map((column) => targetOf(sheet, column))
    const proposed = all.find((target) => target.treatment === 'new_field')
    const isOffer = proposed !== undefined && !acceptsAll && by !== 'told'
    const mine = said[index]
    const offered = isOffer && !mine?.some((target) => target.treatment === 'new_field') ? proposed : null
    if (mine) return { index, header, targets: mine, by: 'told', offered, isChanged: true }
    if (isOffer) return { index, header, targets: [{ treatment: 'note' }], by, offered, isChanged: false }
    const kept = all.filter((target) => { const name = nameOf(target); return name === null || !told.has(name) })
    if (kept.length === all.length && all.length > 0) return { index, header, targets: all, by, offered, isChanged: false }
    return { index, header, targets: kept.length > 0 ? kept : [{ treatment: all.length > 0 ? 'note' : 'leave' }], by: all.length > 0 ? 'displaced' : by, offered, isChanged: false }
  })
}

/** Says what a column is; what was planned anyway needs no saying. */
export function tell(draft: Draft, sheet: Sheet, index: number, targets: readonly Target[]): Draft {
  const key = keyOf(sheet)
  return { ...draft, [key]: { ...draft[key], [index]: targets } }
}

export function untell(draft: Draft, sheet: { file: string; sheet: string }, index?: number): Draft {
  const { [keyOf(sheet)]: said = {}, ...others } = draft
  const left = Object.fromEntries(Object.entries(said).filter(([at]) => index !== undefined && Number(at) !== index))
  return Object.keys(left).length > 0 ? { ...others, [keyOf(sheet)]: left } : others
}

export const changesIn = (draft: Draft): number => Object.values(draft).reduce((sum, said) => sum + Object.keys(said).length, 0)

function wishOf(target: Target, own: string, language: string): ColumnWish {
  if (target.treatment === 'field') return { treatment: 'field', field: target.object === own ? target.field : `${target.object}.${target.field}`, ...target.reading }
  if (target.treatment !== 'new_field') return { treatment: target.treatment }
  return { treatment: 'new_field', kind: target.kind, label: { [language]: target.label.trim() }, ...(target.field ? { field: target.field } : {}), ...target.reading }
}

function saidOf(targets: readonly Target[], own: string, language: string): Said {
  const wishes = targets.map((target) => wishOf(target, own, language))
  return wishes.length === 1 ? wishes[0] ?? null : wishes
}

/** What the server is told: columns by their places, since headers may be empty or the same. `language` is that of new fields' names. */
export function wishesOf(sheets: readonly Sheet[], draft: Draft, language: string): Wishes {
  const wishes = sheets.flatMap((sheet): SheetWish[] => {
    const said = Object.entries(draft[keyOf(sheet)] ?? {})
    if (said.length === 0) return []
    return [{ sheet: sheet.sheet, file: sheet.file, columns: Object.fromEntries(said.map(([index, targets]) => [`#${index}`, saidOf(targets, sheet.object, language)])) }]
  })
  return { sheets: wishes }
}

function targetsOf(said: Said, own: string): Target[] {
  if (said === null) return [{ treatment: 'leave' }]
  return (Array.isArray(said) ? said : [said]).map((each): Target => {
    const wish = typeof each === 'string' ? { field: each } : each
    if (wish.treatment === 'note' || wish.treatment === 'leave') return { treatment: wish.treatment }
    if (wish.treatment === 'new_field') return { treatment: 'new_field', kind: wish.kind ?? 'text', label: Object.values(wish.label ?? {})[0] ?? '', field: wish.field, ...readingOf(wish) }
    const [object, field] = (wish.field ?? '').split('.')
    return { treatment: 'field', ...(field === undefined ? { object: own, field: object ?? '' } : { object: object ?? own, field }), ...readingOf(wish) }
  })
}

/** What was said before the page was left, as far as its sheets and columns are still there: the reverse of `wishesOf`. */
export function draftOf(wishes: Wishes | null, sheets: readonly Sheet[]): Draft {
  let draft = NO_DRAFT
  for (const wish of wishes?.sheets ?? []) {
    const sheet = sheets.find((each) => keyOf(each) === keyOf(wish))
    for (const [name, said] of Object.entries(wish.columns ?? {})) {
      const index = Number(name.slice(1))
      if (sheet && name.startsWith('#') && index < sheet.headers.length) draft = tell(draft, sheet, index, targetsOf(said, sheet.object))
    }
  }
  return draft
}

export interface Wrong { sheet: string; index: number; message: string }

/** The column that an answer complains about: `sheets[0].columns.#5`, or by its header. */
export function wrongColumn(problem: Problem, wishes: Wishes, sheets: readonly Sheet[]): Wrong | null {
  for (const { field, message } of problem.fields) {
    const path = /^sheets\[(\d+)\]\.columns\.(.+?)(?:\.(?:kind|label|field))?$/s.exec(field)
    const wish = path ? wishes.sheets?.[Number(path[1])] : undefined
    const meant = wish ? sheets.filter((sheet) => keyOf(sheet) === keyOf(wish)) : path ? [] : sheets
    const name = path?.[2] ?? field
    for (const sheet of meant) {
      const index = /^#\d+$/.test(name) ? Number(name.slice(1)) : sheet.headers.indexOf(name)
      if (index >= 0 && index < sheet.headers.length) return { sheet: keyOf(sheet), index, message }
    }
  }
  return null
}

export type Counts = Record<RowState | 'rows' | 'ignored', number>

/** The numbers of some sheets together. */
export function sumOf(sheets: readonly Sheet[]): Counts {
  const sum: Counts = { rows: 0, new: 0, updated: 0, unchanged: 0, merged: 0, doubtful: 0, refused: 0, ignored: 0 }
  for (const sheet of sheets) for (const key of ['rows', 'ignored', ...ROW_STATES] as const) sum[key] += sheet[key]
  return sum
}

export interface Made { object: string; new: number; updated: number }

/** What an import makes and changes, by object: sheets of one object and what other sheets write beside. */
export function madeBy(sheets: readonly Sheet[]): Made[] {
  const found = new Map<string, Made>()
  for (const each of sheets.flatMap((sheet): Made[] => [{ object: sheet.object, new: sheet.new, updated: sheet.updated }, ...sheet.also])) {
    const made = found.get(each.object) ?? { object: each.object, new: 0, updated: 0 }
    found.set(each.object, { object: each.object, new: made.new + each.new, updated: made.updated + each.updated })
  }
  return [...found.values()]
}

/** The columns that can be read in several ways, where nobody has said in which. */
export function unsaidDoubts(sheet: Sheet): string[] {
  return sheet.ambiguous.filter((doubt) => sheet.columns.some((column) => column.index === doubt.index && (column[doubt.kind] ?? null) === null)).map((doubt) => sheet.headers[doubt.index] ?? '').filter(Boolean)
}

/** Up to three different values of a column. */
export function samplesOf(rows: readonly { cells: readonly string[] }[], index: number): string[] {
  return [...new Set(rows.map((row) => row.cells[index]?.trim() ?? '').filter(Boolean))].slice(0, 3)
}

/** The fields of an object that an import may fill. */
export function fillable(object: ObjectMeta): { key: string; label: ObjectMeta['label'] }[] {
  return shownFields(object).filter((field) => (field.system ? field.key === 'owner' || field.key === 'department' : isEditable(object, field)))
}

/** Objects whose records a row of this object can write beside its own: those with a relation to it. */
export function besideOf(objects: readonly ObjectMeta[], own: string): ObjectMeta[] {
  return objects.filter((object) => object.key !== own && mayImport(object) && object.fields.some((field) => !field.system && field.kind === 'relation' && field.target === own))
}

/** Whether leaving this sheet out would leave nothing. */
export const isLast = (found: Import): boolean => found.sheets.length === 1
export const isOfPeople = (sheet: { object: string }): boolean => sheet.object === PERSON
/** How a sheet is called: with its file where another sheet has the same name; a text file's only sheet is the file. */
export function tabOf(sheets: readonly { file: string; sheet: string }[], sheet: { file: string; sheet: string }): string {
  if (sheet.file.startsWith(`${sheet.sheet}.`)) return sheet.file
  return sheets.filter((each) => each.sheet === sheet.sheet).length > 1 ? `${sheet.file} · ${sheet.sheet}` : sheet.sheet
}
