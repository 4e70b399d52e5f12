import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Rec } from '@/api/types'
import { Live, type Questions } from './live'
import { PAGE, RowStore } from './store'

type Made = Rec & { level: string; rank: number }

/** A server with one object: the list shows those of level A by rank. */
class Firm {
  readonly records = new Map<string, Made>()
  requests = 0
  readonly gone: string[] = []
  readonly store: RowStore
  readonly live: Live

  constructor(count: number, isOrdered = true) {
    for (let at = 0; at < count; at += 1) this.add(`r${at}`, at)
    this.store = new RowStore((offset, limit, counts) => {
      const all = this.listed()
      return Promise.resolve({ items: all.slice(offset, offset + limit), total: counts ? all.length : null })
    })
    this.live = new Live(this.store, this.questions(), isOrdered)
  }

  private questions(): Questions {
    const asked = <Answer>(answer: Answer): Promise<Answer> => { this.requests += 1; return Promise.resolve(answer) }
    const some = (ids: readonly string[]): readonly string[] => {
      if (ids.length === 0) throw new Error('a question about nobody is refused')
      return ids
    }
    return {
      fitting: (ids) => asked(this.listed().filter((rec) => some(ids).includes(rec.id))),
      visible: (ids) => asked([...this.records.values()].filter((rec) => ids.includes(rec.id))),
      count: () => asked(this.listed().length),
      onGone: (ids) => { this.gone.push(...ids) },
    }
  }

  private listed(): Made[] {
    return [...this.records.values()].filter((rec) => rec.level === 'A').sort((a, b) => a.rank - b.rank)
  }

  private add(id: string, rank: number): void {
    this.records.set(id, { id, version: 1, title: id, name: id, level: 'A', rank })
  }

  create(id: string, rank: number): void {
    this.add(id, rank)
    this.live.hear({ id, version: 1 })
  }

  change(id: string, values: Partial<Made>): void {
    const before = this.records.get(id)
    if (!before) throw new Error(id)
    this.records.set(id, { ...before, ...values, version: before.version + 1 })
    this.live.hear({ id, version: before.version + 1 })
  }

  remove(id: string): void {
    const version = (this.records.get(id)?.version ?? 0) + 1
    this.records.delete(id)
    this.live.hear({ id, version })
  }

  place(id: string): string {
    const row = this.store.row(this.store.indexOf(id))
    return row.kind === 'ready' ? row.place : row.kind
  }

  order(): string[] {
    return Array.from({ length: this.store.summary().rows ?? 0 }, (_, at) => this.store.record(at)?.id ?? '')
  }
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

async function opened(count: number, isOrdered = true): Promise<Firm> {
  const firm = new Firm(count, isOrdered)
  firm.store.want(0, 20)
  await pass(0)
  firm.live.watch()
  return firm
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('what others do to a list', () => {
  it('is seen in place within a second, and is no request where nothing happens', async () => {
    const firm = await opened(10)
    await pass(5000)
    expect(firm.requests).toBe(0)
    firm.change('r3', { name: 'Neu' })
    await pass(1000)
    expect(firm.store.record(3)?.name).toBe('Neu')
    expect(firm.place('r3')).toBe('here')
    expect(firm.store.summary()).toMatchObject({ added: 0, strayed: 0, total: 10 })
  })

  it('moves, adds and drops nothing, but says so', async () => {
    const firm = await opened(10)
    const before = firm.order()
    firm.change('r2', { level: 'B' })
    firm.change('r4', { rank: 99 })
    firm.remove('r6')
    firm.create('n1', 3.5)
    await pass(1000)
    expect(firm.order()).toEqual(before)
    expect(['r2', 'r4', 'r6', 'r5'].map((id) => firm.place(id))).toEqual(['left', 'moved', 'gone', 'here'])
    expect(firm.store.summary()).toMatchObject({ total: 9, rows: 10, added: 1, strayed: 3, lost: 2 })
    expect(firm.gone).toEqual(['r6'])
    expect(firm.store.isGone('r6')).toBe(true)
  })

  it('is taken back where it is taken back', async () => {
    const firm = await opened(10)
    firm.change('r2', { level: 'B' })
    firm.create('n1', 3.5)
    await pass(1000)
    firm.change('r2', { level: 'A' })
    firm.remove('n1')
    await pass(2000)
    expect(firm.place('r2')).toBe('here')
    expect(firm.store.summary()).toMatchObject({ total: 10, added: 0, strayed: 0 })
  })

  it('is in the list after it was read again', async () => {
    const firm = await opened(10)
    firm.change('r4', { rank: 99 })
    firm.create('n1', 3.5)
    await pass(1000)
    firm.store.reload()
    await pass(10)
    expect(firm.order()).toEqual(['r0', 'r1', 'r2', 'r3', 'n1', 'r5', 'r6', 'r7', 'r8', 'r9', 'r4'])
    expect(firm.store.summary()).toMatchObject({ total: 11, rows: 11, added: 0, strayed: 0 })
  })

  it('brings back all rows of a list that was emptied, when that is undone', async () => {
    const firm = await opened(3)
    const before = new Map(firm.records)
    firm.records.clear()
    firm.live.hear({ id: null, version: null })
    firm.store.reload()
    await pass(3000)
    expect(firm.order()).toEqual([])
    for (const [id, rec] of before) firm.records.set(id, { ...rec, version: 3 })
    firm.live.hear({ id: null, version: null })
    await pass(3000)
    expect(firm.order()).toEqual(['r0', 'r1', 'r2'])
    expect(firm.store.summary().total).toBe(3)
  })

  it('is shown at once where no row stands that could move', async () => {
    const firm = await opened(0)
    firm.create('n1', 1)
    await pass(1500)
    expect(firm.order()).toEqual(['n1'])
  })

  it('is counted by the server where the records are not known', async () => {
    const firm = await opened(3 * PAGE)
    firm.records.delete('r250')
    firm.live.hear({ id: 'r250', version: 2 })
    firm.change('r251', { name: 'Far' })
    await pass(1500)
    expect(firm.store.summary()).toMatchObject({ total: 299, rows: 300, added: 0 })
  })

  it('is looked at when it comes into sight, and after one was elsewhere', async () => {
    const firm = await opened(3 * PAGE)
    firm.store.want(150, 180)
    await pass(10)
    firm.change('r3', { name: 'Neu' })
    await pass(3000)
    expect(firm.store.record(3)?.name).toBe('r3')
    firm.store.want(0, 20)
    await pass(1000)
    expect(firm.store.record(3)?.name).toBe('Neu')
    const leave = firm.live.watch()
    leave()
    firm.change('r4', { level: 'B' })
    await pass(3000)
    expect(firm.place('r4')).toBe('here')
    firm.live.watch()
    await pass(1000)
    expect(firm.place('r4')).toBe('left')
  })
})

describe('what one changes oneself', () => {
  it('stays where it stands too, marked', async () => {
    const firm = await opened(10)
    const before = firm.records.get('r2')
    if (!before) return
    const saved = { ...before, level: 'B', version: 2 }
    firm.records.set('r2', saved)
    firm.store.replace(saved)
    firm.live.hear({ id: 'r2', version: 2 })
    await pass(1000)
    expect(firm.place('r2')).toBe('left')
    const row = firm.store.row(2)
    expect(row.kind === 'ready' && row.fresh).toBeNull()
  })

  it('is not asked about where no condition and no order can mind', async () => {
    const firm = await opened(10, false)
    firm.live.hear({ id: 'r2', version: 1 })
    await pass(3000)
    expect(firm.requests).toBe(0)
  })
})

describe('a flood', () => {
  it('of ten thousand new records by an import is counted with few requests', async () => {
    const firm = await opened(10)
    for (let at = 0; at < 10_000; at += 1) {
      firm.create(`n${at}`, 1000 + at)
      if (at % 100 === 99) await pass(300)
    }
    await pass(20_000)
    expect(firm.store.summary()).toMatchObject({ total: 10_010, rows: 10, added: 10_000 })
    expect(firm.requests).toBeLessThan(100)
  })

  it('of changed records reads what is in sight, and rests longer each time', async () => {
    const firm = await opened(10)
    firm.change('r1', { name: 'Neu' })
    for (let second = 0; second < 60; second += 1) {
      firm.live.hear({ id: null, version: null })
      await pass(1000)
    }
    expect(firm.store.record(1)?.name).toBe('Neu')
    expect(firm.requests).toBeLessThan(30)
  })
})
