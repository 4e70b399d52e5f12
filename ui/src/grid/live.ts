import type { Changed } from '@/api/changes'
import type { Rec } from '@/api/types'
import type { RowStore } from './store'

/** What a list asks about records that have changed. */
export interface Questions {
  /** Those of some records that the list would show now, in its order. */
  fitting: (ids: readonly string[]) => Promise<Rec[]>
  /** Those of some records that the person can see, fitting or not. */
  visible: (ids: readonly string[]) => Promise<Rec[]>
  /** How many records match. */
  count: () => Promise<number | null>
  /** These rows stand for nothing any more. */
  onGone: (ids: readonly string[]) => void
}

/** News are gathered so long before they are looked at. */
const GATHER_MS = 120
/** So long it rests between two looks; after a flood longer each time, so that an import by somebody else is not answered by a storm of questions. */
const REST_MS = 800
const MOST_REST_MS = 8000
/** A look may take this part of the time. */
const SHARE = 4
/** So long a changed cell is marked. */
const FRESH_MS = 4000
/** More unknown records than this are only counted. */
const FLOOD = 200

/**
 * Follows what others (and oneself, elsewhere) change in one list. Rows in sight get their new values in place; none comes, goes or moves: what no
 * longer belongs to its place is marked, what is new is counted, and the person reads the list again when she wants to.
 */
export class Live {
  private readonly store: RowStore
  private readonly ask: Questions
  private readonly isOrdered: boolean
  private readonly doubtful = new Set<number>()
  private readonly strangers = new Map<string, number>()
  private readonly newcomers = new Set<string>()
  private isCountDoubtful = false
  private isFlood = false
  private isWatched = false
  private isLooking = false
  private generation: number
  private rest = REST_MS
  private restedAt = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `isOrdered`: a change of a record can make it fit no more, or belong elsewhere. */
  constructor(store: RowStore, ask: Questions, isOrdered: boolean) {
    this.store = store
    this.ask = ask
    this.isOrdered = isOrdered
    this.generation = store.generation
  }

  /** Somebody looks at the list: from now on news are looked at as well, first those of the time between. */
  watch(): () => void {
    this.isWatched = true
    this.store.onSight = () => { this.soon() }
    this.soon()
    return () => {
      this.isWatched = false
      this.store.onSight = null
      clearTimeout(this.timer)
      this.timer = undefined
    }
  }

  /** A record has changed; without an id, many may have. */
  hear({ id, version }: Pick<Changed, 'id' | 'version'>): void {
    this.renew()
    if (id === null) {
      this.isFlood = true
      this.isCountDoubtful = true
      this.doubt([...this.store.loaded(), ...this.store.flying()])
    } else {
      const known = this.store.record(this.store.indexOf(id))
      if (known) this.doubt(this.isOrdered || version === null || version > known.version ? [this.store.pageOf(id)] : [])
      else this.meet(id, version ?? 0)
    }
    this.soon()
  }

  /** Records were changed here: do they still belong where they stand? */
  touch(ids: readonly string[]): void {
    this.renew()
    this.doubt(ids.map((id) => this.store.pageOf(id)))
    this.soon()
  }

  private meet(id: string, version: number): void {
    this.strangers.set(id, version)
    this.doubt(this.store.flying())
    if (this.strangers.size <= FLOOD) return
    this.strangers.clear()
    this.isFlood = true
    this.isCountDoubtful = true
  }

  private doubt(pages: readonly number[]): void {
    for (const page of pages) if (page >= 0) this.doubtful.add(page)
  }

  /** The list was read again: what was known to be new stands in it. */
  private renew(): void {
    if (this.generation === this.store.generation) return
    this.generation = this.store.generation
    this.newcomers.clear()
  }

  private hasNews(): boolean {
    return this.strangers.size > 0 || this.isCountDoubtful || this.store.sighted().some((page) => this.doubtful.has(page))
  }

  private soon(): void {
    if (!this.isWatched || this.isLooking || this.timer !== undefined || !this.hasNews()) return
    this.timer = setTimeout(() => { void this.look() }, Math.max(GATHER_MS, this.restedAt - Date.now()))
  }

  private async look(): Promise<void> {
    this.timer = undefined
    this.isLooking = true
    this.renew()
    const { generation } = this
    const begun = Date.now()
    const pages = this.store.sighted().filter((page) => this.doubtful.delete(page))
    const strangers = new Map(this.strangers)
    this.strangers.clear()
    const { isFlood } = this
    let counts = this.isCountDoubtful || strangers.size > 0
    this.isCountDoubtful = false
    this.isFlood = false
    try {
      const lost = this.store.summary().lost
      for (const page of pages) await this.check(page, generation)
      counts ||= this.store.summary().lost !== lost
      await this.welcome(strangers)
      const total = counts ? await this.ask.count() : null
      if (generation === this.store.generation) this.tell(total)
    } catch {
      this.store.markStale()
    }
    this.rest = isFlood ? Math.min(MOST_REST_MS, this.rest * 2) : REST_MS
    this.restedAt = Date.now() + Math.max(this.rest, (Date.now() - begun) * SHARE)
    this.isLooking = false
    this.soon()
  }

  private async check(page: number, generation: number): Promise<void> {
    const ids = this.store.standing(page)
    if (ids.length === 0) return // nobody to ask about: the count tells whether the list is still empty
    const fitting = await this.ask.fitting(ids)
    const found = new Set(fitting.map((rec) => rec.id))
    const missing = ids.filter((id) => !found.has(id))
    const others = missing.length > 0 ? await this.ask.visible(missing) : []
    if (generation !== this.store.generation) return
    const changed = this.store.settle(page, ids, fitting, others)
    this.ask.onGone(missing.filter((id) => this.store.isGone(id)))
    if (changed.length > 0) setTimeout(() => { this.store.calm(changed) }, FRESH_MS)
  }

  /** Which of the records that do not stand here belong to the list, and did not before. */
  private async welcome(strangers: ReadonlyMap<string, number>): Promise<void> {
    if (strangers.size === 0) return
    const fits = new Set((await this.ask.fitting([...strangers.keys()])).map((rec) => rec.id))
    for (const [id, version] of strangers) {
      if (!fits.has(id)) this.newcomers.delete(id)
      else if (version === 1 || this.store.isWhole) this.newcomers.add(id)
    }
  }

  private tell(total: number | null): void {
    for (const id of this.newcomers) if (this.store.indexOf(id) >= 0) this.newcomers.delete(id)
    this.store.recount(total, this.newcomers.size)
    const { rows, added } = this.store.summary()
    // Where nothing stands, nothing can move.
    if (rows === 0 && added > 0) this.store.reload()
  }
}
