import type { Cell } from './keyboard'

/** What a list remembers while the person is elsewhere. */
export class ListMemory {
  private topNow = 0
  private activeNow: Cell = { row: 0, column: 0 }

  get top(): number {
    return this.topNow
  }

  get active(): Cell {
    return this.activeNow
  }

  keepTop(top: number): void {
    this.topNow = top
  }

  keepActive(active: Cell): void {
    this.activeNow = active
  }
}
