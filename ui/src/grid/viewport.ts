import { Scroller } from './scroller'

/** What is in sight. Replaced, never changed. */
export interface Sight {
  first: number
  last: number
  /** First and last movable column in sight. */
  from: number
  to: number
  offset: number
  height: number
  /** So fast that nobody reads: rows show less. */
  flinging: boolean
}

/** Who is told what comes into sight, and where the list stands. */
export interface Follower { onSight: (sight: Sight) => void; onMove: (top: number) => void }

const OVERSCAN = 6
const REST_MS = 140
const NOTHING: Sight = { first: 0, last: -1, from: 0, to: -1, offset: 0, height: 0, flinging: false }

function same(a: Sight, b: Sight): boolean {
  return a.first === b.first && a.last === b.last && a.from === b.from && a.to === b.to && a.offset === b.offset && a.height === b.height && a.flinging === b.flinging
}

/** The window of rows and columns over a scrolling box, as an external store: drawing reads it and never asks the DOM. */
export class Viewport {
  readonly scroller: Scroller
  private box: HTMLElement | null = null
  private head = 0
  private columns: readonly { left: number; width: number }[] = []
  private frozen = 0
  private rows = 0
  private sight: Sight = NOTHING
  private timer: ReturnType<typeof setTimeout> | undefined
  private lastTop = 0
  private readonly listeners = new Set<() => void>()
  private follower: Follower | null = null

  constructor(rowHeight: number) {
    this.scroller = new Scroller(rowHeight)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  readonly read = (): Sight => this.sight

  /** Follows a box from now on; `top` is where the list is to begin with. */
  attach(box: HTMLElement, head: number, top: number, follower: Follower): () => void {
    this.box = box
    this.head = head
    this.follower = follower
    const onScroll = (): void => { this.scrolled() }
    const sizes = typeof ResizeObserver === 'function' ? new ResizeObserver(() => { this.measure() }) : null
    box.addEventListener('scroll', onScroll, { passive: true })
    sizes?.observe(box)
    this.measure()
    this.goTo(top)
    return () => {
      box.removeEventListener('scroll', onScroll)
      sizes?.disconnect()
      clearTimeout(this.timer)
      this.box = null
      this.follower = null
    }
  }

  /** The list has so many rows, and these columns beside the frozen ones. */
  shape(rows: number, columns: readonly { left: number; width: number }[], frozen: number): void {
    this.rows = rows
    this.columns = columns
    this.frozen = frozen
    this.measure()
  }

  get top(): number {
    return this.scroller.top
  }

  private measure(): void {
    if (!this.box) return
    const before = this.scroller.top
    this.scroller.resize(this.rows, Math.max(0, this.box.clientHeight - this.head))
    this.look(false)
    // The box gets its height with the drawing; only then can it be scrolled.
    if (before > 0) this.goTo(before)
  }

  private scrolled(): void {
    if (!this.box) return
    const put = this.scroller.onNative(this.box.scrollTop)
    if (put !== null) this.box.scrollTop = put
    const step = Math.abs(this.scroller.top - this.lastTop)
    this.lastTop = this.scroller.top
    this.follower?.onMove(this.lastTop)
    this.look(step > this.scroller.rowHeight * 14)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { this.rest() }, REST_MS)
  }

  private rest(): void {
    const put = this.scroller.rest()
    this.look(false)
    if (put !== null && this.box) this.box.scrollTop = put
  }

  private look(flinging: boolean): void {
    if (!this.box) return
    const { first, last } = this.scroller.window(OVERSCAN)
    const left = this.box.scrollLeft + this.frozen
    const right = this.box.scrollLeft + this.box.clientWidth
    const from = this.columns.findIndex((column) => column.left + column.width > left - 200)
    const to = this.columns.findLastIndex((column) => column.left < right + 200)
    const sight: Sight = { first, last, from: Math.max(0, from), to, offset: this.scroller.offset, height: this.scroller.height, flinging }
    if (same(sight, this.sight)) return
    this.sight = sight
    this.follower?.onSight(sight)
    for (const listener of this.listeners) listener()
  }

  goTo(top: number): void {
    const native = this.scroller.moveTo(top)
    this.lastTop = this.scroller.top
    if (this.scroller.full > 0) this.follower?.onMove(this.lastTop)
    this.look(false)
    if (this.box && this.box.scrollTop !== native) this.box.scrollTop = native
  }

  /** Shows a cell with as little movement as possible. */
  reveal(row: number, column: { left: number; width: number } | undefined): void {
    const top = this.scroller.topFor(row)
    if (top !== this.scroller.top) this.goTo(top)
    const box = this.box
    if (!box || !column) return
    if (column.left < box.scrollLeft + this.frozen) box.scrollLeft = column.left - this.frozen
    else if (column.left + column.width > box.scrollLeft + box.clientWidth) box.scrollLeft = column.left + column.width - box.clientWidth
  }

  get pageRows(): number {
    return Math.max(1, Math.floor(((this.box?.clientHeight ?? 0) - this.head) / this.scroller.rowHeight) - 1)
  }
}
