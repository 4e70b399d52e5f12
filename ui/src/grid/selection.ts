/** The records a person has ticked; outside of the rows, so that ticking one draws one. */
export class Selection {
  private ids: ReadonlySet<string> = new Set()
  private last: number | null = null
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  readonly all = (): ReadonlySet<string> => this.ids

  has(id: string): boolean {
    return this.ids.has(id)
  }

  /** Ticks or unticks; with `through`, everything between the last one and this one as well. */
  toggle(id: string, index: number, through: boolean, idAt: (index: number) => string | null): void {
    const next = new Set(this.ids)
    const on = !next.has(id)
    const from = through && this.last !== null ? Math.min(this.last, index) : index
    const to = through && this.last !== null ? Math.max(this.last, index) : index
    for (let at = from; at <= to; at += 1) {
      const each = at === index ? id : idAt(at)
      if (each) { if (on) next.add(each); else next.delete(each) }
    }
    this.last = index
    this.set(next)
  }

  set(ids: Iterable<string>): void {
    this.ids = new Set(ids)
    for (const listener of this.listeners) listener()
  }

  clear(): void {
    this.last = null
    if (this.ids.size > 0) this.set([])
  }
}
