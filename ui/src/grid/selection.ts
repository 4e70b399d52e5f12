/** What is ticked: some records, or all that match but those that were unticked. Replaced, never changed. */
export interface Picks { everything: boolean; ids: ReadonlySet<string> }

const NOTHING: Picks = { everything: false, ids: new Set() }

/** How many are ticked, of so many rows. */
export function countPicks(picks: Picks, total: number | null): number {
  return picks.everything ? Math.max(0, (total ?? 0) - picks.ids.size) : picks.ids.size
}

/** The records a person has ticked; outside of the rows, so that ticking one draws one. */
export class Selection {
  private picks: Picks = NOTHING
  private last: number | null = null
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  readonly read = (): Picks => this.picks

  has(id: string): boolean {
    return this.picks.ids.has(id) !== this.picks.everything
  }

  /** Ticks or unticks; with `through`, everything between the last one and this one as well. */
  toggle(id: string, index: number, through: boolean, idAt: (index: number) => string | null): void {
    const on = !this.has(id)
    const from = through && this.last !== null ? Math.min(this.last, index) : index
    const to = through && this.last !== null ? Math.max(this.last, index) : index
    const ids = new Set(this.picks.ids)
    for (let at = from; at <= to; at += 1) {
      const each = at === index ? id : idAt(at)
      if (each) { if (on !== this.picks.everything) ids.add(each); else ids.delete(each) }
    }
    this.last = index
    this.put({ everything: this.picks.everything, ids })
  }

  set(ids: Iterable<string>): void {
    this.put({ everything: false, ids: new Set(ids) })
  }

  /** All that match, also those that nobody has loaded. */
  setEverything(): void {
    this.put({ everything: true, ids: new Set() })
  }

  /** Those that are ticked one by one are so no longer. */
  drop(gone: readonly string[]): void {
    if (this.picks.everything || !gone.some((id) => this.picks.ids.has(id))) return
    this.put({ everything: false, ids: new Set([...this.picks.ids].filter((id) => !gone.includes(id))) })
  }

  clear(): void {
    this.last = null
    if (this.picks.everything || this.picks.ids.size > 0) this.put(NOTHING)
  }

  private put(picks: Picks): void {
    this.picks = picks
    for (const listener of this.listeners) listener()
  }
}
