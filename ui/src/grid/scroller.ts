/**
 * Maps the position of a native scroll bar to a position in a list of any length.
 *
 * A browser lays out at most some ten million pixels, a list of 1,000,000 rows is taller. So the box is at most `MAX_HEIGHT` tall, and a
 * moving offset says where in the list it lies: `top = native + offset`. Small steps move both by the same pixels, exactly; a jump (the bar
 * dragged, Home, End) sets the position in proportion; at rest, and before the box ends, the offset is moved so that the bar is where it belongs.
 * No DOM in here.
 */
export const MAX_HEIGHT = 6_000_000
const EDGE_VIEWS = 20

export class Scroller {
  readonly rowHeight: number
  private readonly limit: number
  private rows = 0
  private view = 0
  private native = 0
  /** Pixels of the list above the box. */
  offset = 0

  constructor(rowHeight: number, limit = MAX_HEIGHT) {
    this.rowHeight = rowHeight
    this.limit = limit
  }

  /** Height of the whole list. */
  get full(): number {
    return this.rows * this.rowHeight
  }

  /** Height of the box the browser lays out. */
  get height(): number {
    return Math.min(this.full, this.limit)
  }

  /** Position in the list. */
  get top(): number {
    return this.native + this.offset
  }

  private get maxTop(): number {
    return Math.max(0, this.full - this.view)
  }

  private get maxNative(): number {
    return Math.max(0, this.height - this.view)
  }

  /** At both ends the bar moves pixel by pixel with the list, so that the ends can be reached exactly. */
  private get edge(): number {
    return Math.min(this.view * EDGE_VIEWS, this.maxNative / 4)
  }

  private nativeAt(top: number): number {
    const { edge, maxTop, maxNative } = this
    if (top <= edge) return top
    if (maxTop - top <= edge) return maxNative - (maxTop - top)
    return edge + ((top - edge) * (maxNative - 2 * edge)) / (maxTop - 2 * edge)
  }

  private topAt(native: number): number {
    const { edge, maxTop, maxNative } = this
    if (native <= edge) return native
    if (maxNative - native <= edge) return maxTop - (maxNative - native)
    return edge + ((native - edge) * (maxTop - 2 * edge)) / (maxNative - 2 * edge)
  }

  resize(rows: number, view: number): void {
    const top = this.top
    this.rows = rows
    this.view = view
    this.moveTo(top)
  }

  /** Goes to a position of the list; the answer is where the native bar has to be. */
  moveTo(top: number): number {
    const wanted = Math.round(Math.max(0, Math.min(top, this.maxTop)))
    this.native = Math.round(this.nativeAt(wanted))
    this.offset = wanted - this.native
    return this.native
  }

  /** The native bar moved. The answer is where it has to be put, or null if it is right. */
  onNative(native: number): number | null {
    const step = native - this.native
    if (Math.abs(step) > this.view * 4) {
      this.native = native
      this.offset = Math.round(this.topAt(native)) - native
      return null
    }
    const top = Math.max(0, Math.min(this.top + step, this.maxTop))
    this.native = native
    this.offset = top - native
    const nearStart = native < this.view && top > native
    const nearEnd = this.maxNative - native < this.view && this.maxTop - top > this.maxNative - native
    const over = (native <= 0 && top > 0) || (native >= this.maxNative && top < this.maxTop)
    return (nearStart || nearEnd || over) && this.full > this.limit ? this.put(top) : null
  }

  /** The bar came to rest: puts it where it belongs. Null if it is there. */
  rest(): number | null {
    if (this.full <= this.limit) return null
    const right = Math.round(this.nativeAt(this.top))
    return Math.abs(right - this.native) < 1 ? null : this.put(this.top)
  }

  private put(top: number): number | null {
    const before = this.native
    const native = this.moveTo(top)
    return native === before ? null : native
  }

  /** The first and last row in sight, with some more on both sides. */
  window(extra: number): { first: number; last: number } {
    if (this.rows === 0) return { first: 0, last: -1 }
    const first = Math.floor(this.top / this.rowHeight) - extra
    const last = Math.ceil((this.top + this.view) / this.rowHeight) - 1 + extra
    return { first: Math.max(0, first), last: Math.min(this.rows - 1, last) }
  }

  /** Where a row lies in the box. */
  place(index: number): number {
    return index * this.rowHeight - this.offset
  }

  /** The position that shows the row; the present one if it is in sight. */
  topFor(index: number): number {
    const start = index * this.rowHeight
    if (start < this.top) return start
    return start + this.rowHeight > this.top + this.view ? start + this.rowHeight - this.view : this.top
  }
}
