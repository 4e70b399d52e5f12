import { describe, expect, it } from 'vitest'
import { MAX_HEIGHT, Scroller } from './scroller'

const ROW = 36
const VIEW = 720

function scroller(rows: number): Scroller {
  const made = new Scroller(ROW)
  made.resize(rows, VIEW)
  return made
}

/** Turns the wheel by so many pixels, as a browser would report it. */
function wheel(list: Scroller, native: number, pixels: number): number {
  const next = Math.max(0, Math.min(native + pixels, list.height - VIEW))
  return list.onNative(next) ?? next
}

describe('a list that fits into a box', () => {
  it('is scrolled natively, without an offset', () => {
    const list = scroller(1000)
    list.onNative(5000)
    expect(list.top).toBe(5000)
    expect(list.offset).toBe(0)
    expect(list.rest()).toBeNull()
  })
})

describe('a list of 1,000,000 rows', () => {
  it('has a box that a browser can lay out', () => {
    expect(scroller(1_000_000).height).toBe(MAX_HEIGHT)
  })

  it('moves by exactly ten rows with every step of the wheel, also across rests', () => {
    const list = scroller(1_000_000)
    let native = list.moveTo(ROW * 400_000)
    for (let step = 1; step <= 200; step += 1) {
      native = wheel(list, native, ROW * 10)
      if (step % 7 === 0) native = list.rest() ?? native
      expect(list.top).toBeCloseTo(ROW * (400_000 + step * 10), 3)
    }
  })

  it('shows exactly the last row at the end and the first at the beginning', () => {
    const list = scroller(1_000_000)
    list.onNative(list.height - VIEW)
    expect(list.window(0).last).toBe(999_999)
    expect(list.place(999_999) + ROW).toBeCloseTo(list.height, 3)
    list.onNative(0)
    expect(list.window(0).first).toBe(0)
    expect(list.top).toBe(0)
  })

  it('reaches the end by the wheel alone', () => {
    const list = scroller(1_000_000)
    let native = list.moveTo(ROW * 999_000)
    for (let step = 0; step < 200 && list.window(0).last < 999_999; step += 1) native = wheel(list, native, ROW * 10)
    expect(list.window(0).last).toBe(999_999)
  })

  it('reaches the beginning by the wheel alone', () => {
    const list = scroller(1_000_000)
    let native = list.moveTo(ROW * 900)
    for (let step = 0; step < 200 && list.top > 0; step += 1) native = wheel(list, native, -ROW * 10)
    expect(list.top).toBe(0)
    expect(native).toBe(0)
  })

  it('jumps in proportion when the bar is dragged', () => {
    const list = scroller(1_000_000)
    list.onNative((list.height - VIEW) / 2)
    expect(Math.abs(list.top - (list.full - VIEW) / 2)).toBeLessThan(2)
  })

  it('keeps its place when the window is resized', () => {
    const list = scroller(1_000_000)
    list.moveTo(ROW * 123_456)
    list.resize(1_000_000, 400)
    expect(Math.floor(list.top / ROW)).toBe(123_456)
  })
})

describe('the window', () => {
  it('has some rows more on both sides, but none that do not exist', () => {
    const list = scroller(30)
    expect(list.window(6)).toEqual({ first: 0, last: 25 })
    expect(scroller(0).window(6)).toEqual({ first: 0, last: -1 })
  })

  it('moves as little as needed to show a row', () => {
    const list = scroller(1000)
    expect(list.topFor(5)).toBe(0)
    expect(list.topFor(20)).toBe(ROW)
    list.moveTo(ROW * 100)
    expect(list.topFor(50)).toBe(ROW * 50)
  })
})
