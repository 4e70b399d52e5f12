import { asProblem, isAbort, type Problem } from '@/api/client'
import type { Rec, Value } from '@/api/types'
import { differing, placesOf, type Place } from './standing'

/** A row that stands in the list: its record, the version with which it came to this place, the cells that others have just changed, and whether it still belongs here. */
export interface ReadyRow { kind: 'ready'; rec: Rec; base: number; fresh: ReadonlySet<string> | null; place: Place }
export type Row =
  | { kind: 'waiting' }
  | ReadyRow
  | { kind: 'failed'; page: number; problem: Problem }
/** What happens to one cell: it is being saved over what the server has, or was refused with what was typed. */
export type CellMark = { state: 'saving'; below: Value } | { state: 'failed'; draft: unknown; message: string }
export interface Loaded { items: Rec[]; total: number | null }
export type Loader = (offset: number, limit: number, count: boolean, signal: AbortSignal) => Promise<Loaded>
export interface Summary {
  /** How many records match, by the server's newest count. */
  total: number | null
  /** How many rows the list has until it is read again. */
  rows: number | null
  /** When the count was true, in milliseconds. */
  asOf: number
  /** Records that match and do not stand here yet. */
  added: number
  /** Rows that stand here and no longer belong to this place. */
  strayed: number
  /** Of those: rows that no longer belong to the list at all. */
  lost: number
  problem: Problem | null
  /** Something has changed, and it is not known what. */
  stale: boolean
}

export const PAGE = 100
const KEPT = 60
const WAITING: Row = { kind: 'waiting' }
const NOTHING: Summary = { total: null, rows: null, asOf: 0, added: 0, strayed: 0, lost: 0, problem: null, stale: false }
const isLost = (place: Place): boolean => place === 'left' || place === 'gone'

type Page = { rows: Row[]; stale: boolean } | { problem: Problem; row: Row }

/**
 * The rows of one list: pages of the server by position, kept while they are near, shared by all that show them.
 * Rows are read with `row`, which gives the same object until the row changes, so a component can subscribe to one row.
 */
export class RowStore {
  private readonly load: Loader
  private readonly pages = new Map<number, Page>()
  private readonly flights = new Map<number, AbortController>()
  private readonly rowListeners = new Map<number, Set<() => void>>()
  private readonly summaryListeners = new Set<() => void>()
  private readonly marks = new Map<string, CellMark>()
  private readonly places = new Map<string, number>()
  private wanted: [number, number] = [0, 0]
  private readings = 0
  private countedFirst = 0
  private isOutdated = false
  private summaryNow: Summary = NOTHING
  /** Told when other pages are in sight. */
  onSight: (() => void) | null = null

  constructor(load: Loader) {
    this.load = load
  }

  readonly summary = (): Summary => this.summaryNow

  readonly subscribe = (listener: () => void): (() => void) => {
    this.summaryListeners.add(listener)
    return () => { this.summaryListeners.delete(listener) }
  }

  /** Whether somebody looks at its rows. */
  get isWatched(): boolean {
    return this.rowListeners.size > 0
  }

  subscribeRow(index: number, listener: () => void): () => void {
    const known = this.rowListeners.get(index) ?? new Set()
    known.add(listener)
    this.rowListeners.set(index, known)
    return () => {
      known.delete(listener)
      if (known.size === 0) this.rowListeners.delete(index)
    }
  }

  row(index: number): Row {
    const page = this.pages.get(Math.floor(index / PAGE))
    if (!page) return WAITING
    return 'problem' in page ? page.row : (page.rows[index % PAGE] ?? WAITING)
  }

  record(index: number): Rec | null {
    const row = this.row(index)
    return row.kind === 'ready' ? row.rec : null
  }

  /** Where a record stands, if it is loaded. */
  indexOf(id: string): number {
    return this.places.get(id) ?? -1
  }

  /** The page on which a record stands, or -1. */
  pageOf(id: string): number {
    return Math.floor(this.indexOf(id) / PAGE)
  }

  /** Whether a record was deleted, or is out of sight, since its row was read. */
  isGone(id: string): boolean {
    const row = this.row(this.indexOf(id))
    return row.kind === 'ready' && row.place === 'gone'
  }

  /** Whether all its rows are loaded. */
  get isWhole(): boolean {
    return this.places.size >= (this.summaryNow.rows ?? Infinity)
  }

  /** How often the list was read from the beginning. */
  get generation(): number {
    return this.readings
  }

  /** The pages that are loaded, that are on their way, and that are in sight. */
  loaded(): number[] {
    return [...this.pages.keys()]
  }

  flying(): number[] {
    return [...this.flights.keys()]
  }

  sighted(): number[] {
    const [from, to] = this.wanted
    return this.loaded().filter((number) => number >= from && number <= to && !this.flights.has(number))
  }

  /** The ids of a page's rows as they stand, with the neighbours before and after. */
  standing(number: number): string[] {
    const indexes = Array.from({ length: PAGE + 2 }, (_, at) => number * PAGE - 1 + at)
    return indexes.map((index) => this.record(index)?.id).filter((id) => id !== undefined)
  }

  /** These rows are in sight: loads what is missing, stops what is no longer needed. */
  want(first: number, last: number): void {
    this.wanted = [Math.floor(first / PAGE), Math.floor(Math.max(first, last) / PAGE)]
    const [from, to] = this.wanted
    for (const [number, flight] of this.flights) {
      if (number < from - 1 || number > to + 1) { flight.abort(); this.flights.delete(number) }
    }
    for (let number = from; number <= to; number += 1) {
      const page = this.pages.get(number)
      if (!page || ('rows' in page && page.stale)) void this.fetch(number)
    }
    this.forgetFar()
    this.onSight?.()
  }

  retry(number: number): void {
    this.forget(number)
    this.tellRows(number)
    void this.fetch(number)
  }

  /** Asks again for what is in sight; the old rows stay until the new ones are there. */
  reload(): void {
    this.readings += 1
    this.isOutdated = false
    for (const flight of this.flights.values()) flight.abort()
    this.flights.clear()
    for (const page of this.pages.values()) if ('rows' in page) page.stale = true
    const [from, to] = this.wanted
    for (const number of [...this.pages.keys()]) {
      const page = this.pages.get(number)
      if (page && ('problem' in page || number < from || number > to)) this.forget(number)
    }
    this.setSummary({ problem: null, stale: false, added: 0 })
    for (let number = from; number <= to; number += 1) void this.fetch(number, number === from)
  }

  /** Records came or went elsewhere: the next visit reads again. */
  outdate(): void {
    this.isOutdated = true
  }

  reloadIfOutdated(): void {
    if (this.isOutdated) this.reload()
  }

  /** Puts a newer state of a record where it stands. It neither moves nor vanishes, even if it no longer fits the filter. */
  replace(rec: Rec): void {
    this.update(rec.id, (row) => (rec.version >= row.rec.version ? { ...row, rec: { ...row.rec, ...rec } } : row))
  }

  /**
   * The rows of a page as they are now, and nothing moves: they get their new values and a mark at each cell that others have changed.
   * `fitting`: those that the list would show, in its order; `others`: those that do not fit any more but can still be seen.
   * Returns the ids of the records with new values.
   */
  settle(number: number, asked: readonly string[], fitting: readonly Rec[], others: readonly Rec[]): string[] {
    const news = new Map([...fitting, ...others].map((rec) => [rec.id, rec]))
    const changed = [...news.values()].filter((rec) => this.freshen(rec)).map((rec) => rec.id)
    const standing = asked.map((id) => ({ id, isChanged: this.isChanged(id) }))
    const places = placesOf(standing, fitting.map((rec) => rec.id), new Set(others.map((rec) => rec.id)))
    for (const [id, place] of places) {
      if (this.pageOf(id) === number) this.update(id, (row) => (row.place === place ? row : { ...row, place }))
    }
    this.countStrays()
    return changed
  }

  /** The marks of changed cells have been seen. */
  calm(ids: readonly string[]): void {
    for (const id of ids) this.update(id, (row) => (row.fresh ? { ...row, fresh: null } : row))
  }

  /** How many match by now, and how many of them are known to be new. */
  recount(total: number | null, known: number): void {
    const now = total ?? this.summaryNow.total
    const added = now === null ? known : Math.max(known, now - this.countedFirst + this.summaryNow.lost)
    this.setSummary({ total: now, added, asOf: Date.now() })
  }

  /** Puts a value into a cell before the server has it. */
  show(id: string, field: string, value: Value): void {
    const rec = this.record(this.indexOf(id))
    if (!rec) return
    const mark = this.mark(id, field)
    this.marks.set(`${id} ${field}`, { state: 'saving', below: mark?.state === 'saving' ? mark.below : (rec[field] ?? null) as Value })
    this.update(id, (row) => ({ ...row, rec: { ...row.rec, [field]: value } }))
  }

  /** The server has refused it: the cell shows again what the server has. */
  takeBack(id: string, field: string): void {
    const mark = this.mark(id, field)
    if (mark?.state === 'saving') this.update(id, (row) => ({ ...row, rec: { ...row.rec, [field]: mark.below } }))
  }

  markStale(): void {
    if (!this.summaryNow.stale) this.setSummary({ stale: true })
  }

  mark(id: string, field: string): CellMark | undefined {
    return this.marks.get(`${id} ${field}`)
  }

  setMark(id: string, field: string, mark: CellMark | null): void {
    if (mark) this.marks.set(`${id} ${field}`, mark)
    else this.marks.delete(`${id} ${field}`)
    this.update(id, (row) => ({ ...row }))
  }

  /** A record has got new values elsewhere. What is just being saved here stays in its cell. */
  private freshen(rec: Rec): boolean {
    const row = this.row(this.indexOf(rec.id))
    if (row.kind !== 'ready' || rec.version <= row.rec.version) return false
    const next: Rec = { ...row.rec, ...rec }
    for (const key of Object.keys(rec)) {
      const mark = this.mark(rec.id, key)
      if (mark?.state !== 'saving') continue
      this.marks.set(`${rec.id} ${key}`, { state: 'saving', below: (rec[key] ?? null) as Value })
      next[key] = row.rec[key]
    }
    this.update(rec.id, () => ({ ...row, rec: next, fresh: differing(row.rec, next) }))
    return true
  }

  private isChanged(id: string): boolean {
    const row = this.row(this.indexOf(id))
    return row.kind === 'ready' && row.rec.version > row.base
  }

  private countStrays(): void {
    const places = [...this.pages.values()].flatMap((page) => ('problem' in page ? [] : page.rows.flatMap((row) => (row.kind === 'ready' ? [row.place] : []))))
    const strayed = places.filter((place) => place !== 'here').length
    const lost = places.filter(isLost).length
    if (strayed !== this.summaryNow.strayed || lost !== this.summaryNow.lost) this.setSummary({ strayed, lost })
  }

  private update(id: string, change: (row: ReadyRow) => Row): void {
    const index = this.indexOf(id)
    const page = this.pages.get(Math.floor(index / PAGE))
    if (index < 0 || !page || 'problem' in page) return
    const row = page.rows[index % PAGE]
    if (row?.kind !== 'ready') return
    const next = change(row)
    if (next === row) return
    page.rows[index % PAGE] = next
    this.tellRow(index)
  }

  private async fetch(number: number, recount = false): Promise<void> {
    if (this.flights.has(number)) return
    const flight = new AbortController()
    const generation = this.readings
    const count = recount || this.summaryNow.total === null
    this.flights.set(number, flight)
    try {
      const { items, total } = await this.load(number * PAGE, PAGE, count, flight.signal)
      if (generation !== this.readings) return
      this.put(number, items)
      if (total !== null) { this.countedFirst = total; this.setSummary({ total, rows: total, asOf: Date.now(), problem: null }) }
      this.shorten(number, items.length)
      this.countStrays()
    } catch (cause) {
      if (isAbort(cause) || generation !== this.readings) return
      const problem = asProblem(cause)
      this.forget(number)
      this.pages.set(number, { problem, row: { kind: 'failed', page: number, problem } })
      if (this.summaryNow.total === null) this.setSummary({ problem })
    } finally {
      if (this.flights.get(number) === flight) this.flights.delete(number)
    }
    this.tellRows(number)
    this.onSight?.()
  }

  private put(number: number, items: readonly Rec[]): void {
    this.forget(number)
    this.pages.set(number, { rows: items.map((rec) => ({ kind: 'ready', rec, base: rec.version, fresh: null, place: 'here' })), stale: false })
    items.forEach((rec, at) => { this.places.set(rec.id, number * PAGE + at) })
  }

  private forget(number: number): void {
    const page = this.pages.get(number)
    this.pages.delete(number)
    if (!page || 'problem' in page) return
    for (const row of page.rows) {
      if (row.kind === 'ready' && this.pageOf(row.rec.id) === number) this.places.delete(row.rec.id)
    }
  }

  /** The list has become shorter since it was counted: below the last record there is nothing to wait for. */
  private shorten(number: number, found: number): void {
    const end = number * PAGE + found
    if (found < PAGE && end < (this.summaryNow.rows ?? 0)) this.setSummary({ rows: end })
  }

  private forgetFar(): void {
    if (this.pages.size <= KEPT) return
    const [from, to] = this.wanted
    const far = (number: number): number => (number < from ? from - number : Math.max(0, number - to))
    const sorted = [...this.pages.keys()].sort((a, b) => far(b) - far(a))
    for (const number of sorted.slice(0, this.pages.size - KEPT)) this.forget(number)
  }

  private setSummary(change: Partial<Summary>): void {
    this.summaryNow = { ...this.summaryNow, ...change }
    for (const listener of this.summaryListeners) listener()
  }

  private tellRow(index: number): void {
    for (const listener of this.rowListeners.get(index) ?? []) listener()
  }

  private tellRows(number: number): void {
    for (const index of [...this.rowListeners.keys()]) if (Math.floor(index / PAGE) === number) this.tellRow(index)
  }
}
