import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/client'
import type { Rec } from '@/api/types'
import { PAGE, RowStore, type Loader } from './store'

function rec(index: number, version = 1): Rec {
  return { id: `r${index}`, version, title: `Row ${index}`, name: `Row ${index}` }
}

const rows = (offset: number, limit: number, total: number): Rec[] => Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => rec(offset + at))

function loaderOf(total: number) {
  return vi.fn<Loader>((offset, limit, count) => Promise.resolve({ items: rows(offset, limit, total), total: count ? total : null }))
}

const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0) })

describe('rows by position', () => {
  it('are loaded by pages, counted once', async () => {
    const load = loaderOf(1000)
    const store = new RowStore(load)
    store.want(0, 40)
    await settle()
    store.want(95, 130)
    await settle()
    expect(load.mock.calls.map(([offset, limit, count]) => [offset, limit, count])).toEqual([[0, PAGE, true], [100, PAGE, false]])
    expect(store.summary().total).toBe(1000)
    expect(store.record(120)?.id).toBe('r120')
    expect(store.row(500).kind).toBe('waiting')
  })

  it('give the same object until the row changes', async () => {
    const store = new RowStore(loaderOf(10))
    store.want(0, 9)
    await settle()
    const before = store.row(3)
    expect(store.row(3)).toBe(before)
    store.replace(rec(3, 2))
    expect(store.row(3)).not.toBe(before)
  })

  it('tell only those who show the changed row', async () => {
    const store = new RowStore(loaderOf(10))
    store.want(0, 9)
    await settle()
    const third = vi.fn()
    const fourth = vi.fn()
    store.subscribeRow(3, third)
    store.subscribeRow(4, fourth)
    store.replace({ ...rec(3, 2), name: 'New' })
    expect(third).toHaveBeenCalledTimes(1)
    expect(fourth).not.toHaveBeenCalled()
    expect(store.record(3)?.name).toBe('New')
  })

  it('stops loading what has been scrolled past', async () => {
    const signals: AbortSignal[] = []
    const store = new RowStore((_offset, _limit, _count, signal) => { signals.push(signal); return new Promise(() => undefined) })
    store.want(0, 40)
    store.want(50_000, 50_040)
    await settle()
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
  })
})

describe('a page that fails', () => {
  it('fails alone and can be asked again', async () => {
    let broken = true
    const store = new RowStore((offset, limit, count) => {
      if (offset === 100 && broken) return Promise.reject(new Problem(503, { code: 'query_failed', detail: 'busy' }, 'req-1'))
      return Promise.resolve({ items: rows(offset, limit, 1000), total: count ? 1000 : null })
    })
    store.want(0, 40)
    await settle()
    store.want(90, 130)
    await settle()
    const failed = store.row(120)
    expect(failed.kind === 'failed' && failed.problem.requestId).toBe('req-1')
    expect(store.row(95).kind).toBe('ready')
    expect(store.summary().problem).toBeNull()
    broken = false
    store.retry(1)
    await settle()
    expect(store.record(120)?.id).toBe('r120')
  })

  it('is the failure of the list, if nothing is known of it', async () => {
    const store = new RowStore(() => Promise.reject(new Problem(404, { code: 'not_found' })))
    store.want(0, 40)
    await settle()
    expect(store.summary().problem?.status).toBe(404)
  })
})

describe('changes of others', () => {
  const whole = (changed: Rec): Rec[] => Array.from({ length: 10 }, (_, at) => (`r${at}` === changed.id ? changed : rec(at)))

  it('show their values and mark the cells, and move nothing', async () => {
    const store = new RowStore(loaderOf(10))
    store.want(0, 9)
    await settle()
    expect(store.settle(0, store.standing(0), whole({ ...rec(5, 4), name: 'Theirs' }), [])).toEqual(['r5'])
    const row = store.row(5)
    expect(row.kind === 'ready' && [row.rec.name, [...(row.fresh ?? [])], row.place]).toEqual(['Theirs', ['name'], 'here'])
    expect(store.indexOf('r5')).toBe(5)
    store.calm(['r5'])
    const calm = store.row(5)
    expect(calm.kind === 'ready' && calm.fresh).toBeNull()
  })

  it('never put an older state over a newer one', async () => {
    const store = new RowStore(loaderOf(10))
    store.want(0, 9)
    await settle()
    store.replace({ ...rec(5, 7), name: 'New' })
    store.replace({ ...rec(5, 6), name: 'Old' })
    expect(store.settle(0, store.standing(0), whole({ ...rec(5, 7), name: 'Same' }), [])).toEqual([])
    expect(store.record(5)?.name).toBe('New')
  })

  it('leave the cell alone that is being saved, and are seen if that is refused', async () => {
    const store = new RowStore(loaderOf(10))
    store.want(0, 9)
    await settle()
    store.show('r5', 'name', 'Mine')
    store.settle(0, store.standing(0), whole({ ...rec(5, 2), name: 'Theirs', title: 'Theirs' }), [])
    expect(store.record(5)).toMatchObject({ name: 'Mine', title: 'Theirs', version: 2 })
    store.takeBack('r5', 'name')
    expect(store.record(5)?.name).toBe('Theirs')
  })

  it('make a list that has become shorter end where its last record stands', async () => {
    const store = new RowStore((offset, limit, count) => Promise.resolve({ items: rows(offset, limit, count ? 150 : 140), total: count ? 150 : null }))
    store.want(0, 40)
    await settle()
    expect(store.summary().rows).toBe(150)
    store.want(90, 130)
    await settle()
    expect(store.summary().rows).toBe(140)
  })
})

describe('reading again', () => {
  it('keeps the old rows until the new ones are there, and counts anew', async () => {
    let total = 10
    const store = new RowStore((offset, limit, count) => Promise.resolve({ items: rows(offset, limit, total), total: count ? total : null }))
    store.want(0, 9)
    await settle()
    total = 9
    store.reload()
    expect(store.record(3)?.id).toBe('r3')
    await settle()
    expect(store.summary().total).toBe(9)
  })

  it('happens on the next visit after records came or went', async () => {
    const load = loaderOf(10)
    const store = new RowStore(load)
    store.want(0, 9)
    await settle()
    store.reloadIfOutdated()
    expect(load).toHaveBeenCalledTimes(1)
    store.outdate()
    store.reloadIfOutdated()
    expect(load).toHaveBeenCalledTimes(2)
  })
})
