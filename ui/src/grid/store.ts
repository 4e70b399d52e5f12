import { asProblem, isAbort, type Problem } from '@/api/client'
import type { Rec } from '@/api/types'

export type Row =
  | { kind: 'waiting' }
  | { kind: 'ready'; rec: Rec; changed: boolean }
  | { kind: 'failed'; page: number; problem: Problem }
/** What happens to one cell: it is being saved, or was refused with what was typed. */
export type CellMark = { state: 'saving' } | { state: 'failed'; draft: unknown; message: string }
export interface Loaded { items: Rec[]; total: number | null }
export type Loader = (offset: number, limit: number, count: boolean, signal: AbortSignal) => Promise<Loaded>
export interface Summary { total: number | null; problem: Problem | null; stale: boolean }

export const PAGE = 100
const KEPT = 60
const WAITING: Row = { kind: 'waiting' }

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
  private wanted: [number, number] = [0, 0]
  private generation = 0
  private isOutdated = false
  private summaryNow: Summary = { total: null, problem: null, stale: false }

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
    for (const [number, page] of this.pages) {
      if ('problem' in page) continue
      const at = page.rows.findIndex((row) => row.kind === 'ready' && row.rec.id === id)
      if (at >= 0) return number * PAGE + at
    }
    return -1
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
  }

  retry(number: number): void {
    this.pages.delete(number)
    this.tellRows(number)
    void this.fetch(number)
  }

  /** Asks again for what is in sight; the old rows stay until the new ones are there. */
  reload(): void {
    this.generation += 1
    this.isOutdated = false
    for (const flight of this.flights.values()) flight.abort()
    this.flights.clear()
    for (const page of this.pages.values()) if ('rows' in page) page.stale = true
    const [from, to] = this.wanted
    for (const number of [...this.pages.keys()]) {
      const page = this.pages.get(number)
      if (page && ('problem' in page || number < from || number > to)) this.pages.delete(number)
    }
    this.setSummary({ problem: null, stale: false })
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
    this.update(rec.id, (row) => (rec.version >= row.rec.version ? { ...row, rec: { ...row.rec, ...rec }, changed: false } : row))
  }

  /** Someone else changed this record: it gets its new values and a mark, and nothing moves. */
  freshen(rec: Rec): void {
    this.update(rec.id, (row) => (rec.version > row.rec.version ? { ...row, rec: { ...row.rec, ...rec }, changed: true } : row))
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

  private update(id: string, change: (row: Extract<Row, { kind: 'ready' }>) => Row): void {
    const index = this.indexOf(id)
    const page = this.pages.get(Math.floor(index / PAGE))
    if (index < 0 || !page || 'problem' in page) return
    const row = page.rows[index % PAGE]
    if (row?.kind !== 'ready') return
    page.rows[index % PAGE] = change(row)
    this.tellRow(index)
  }

  private async fetch(number: number, recount = false): Promise<void> {
    if (this.flights.has(number)) return
    const flight = new AbortController()
    const generation = this.generation
    const count = recount || this.summaryNow.total === null
    this.flights.set(number, flight)
    try {
      const { items, total } = await this.load(number * PAGE, PAGE, count, flight.signal)
      if (generation !== this.generation) return
      this.pages.set(number, { rows: items.map((rec) => ({ kind: 'ready', rec, changed: false })), stale: false })
      if (total !== null) this.setSummary({ total, problem: null })
    } catch (cause) {
      if (isAbort(cause) || generation !== this.generation) return
      const problem = asProblem(cause)
      this.pages.set(number, { problem, row: { kind: 'failed', page: number, problem } })
      if (this.summaryNow.total === null) this.setSummary({ problem })
    } finally {
      if (this.flights.get(number) === flight) this.flights.delete(number)
    }
    this.tellRows(number)
  }

  private forgetFar(): void {
    if (this.pages.size <= KEPT) return
    const [from, to] = this.wanted
    const far = (number: number): number => (number < from ? from - number : Math.max(0, number - to))
    const sorted = [...this.pages.keys()].sort((a, b) => far(b) - far(a))
    for (const number of sorted.slice(0, this.pages.size - KEPT)) this.pages.delete(number)
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
