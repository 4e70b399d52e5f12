import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isHalfTyped } from './composition'

const tell = (...names: string[]): void => { for (const name of names) dispatchEvent(new Event(name)) }

/** The timers of a busy page: they run after all that the person has done meanwhile. */
beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.runAllTimers(); vi.useRealTimers() })

describe('a word of an input method', () => {
  it('is half typed until it ends', () => {
    tell('compositionstart', 'compositionupdate')
    expect(isHalfTyped()).toBe(true)
    tell('textInput', 'compositionend')
    vi.runAllTimers()
    expect(isHalfTyped()).toBe(false)
  })

  it('that was chosen is whole at once, for a key and for the mouse', () => {
    tell('compositionstart', 'textInput', 'compositionend')
    expect(isHalfTyped()).toBe(false)
  })

  it('is whole when the next key comes, also where browsers do not tell what was chosen', () => {
    tell('compositionstart', 'compositionend')
    expect(isHalfTyped()).toBe(true)
    tell('keydown')
    expect(isHalfTyped()).toBe(false)
  })

  it('that leaving its box has cut is half typed, also by a key of its own', () => {
    tell('compositionstart', 'keydown', 'compositionend')
    expect(isHalfTyped()).toBe(true)
    vi.runAllTimers()
    expect(isHalfTyped()).toBe(false)
  })

  it('is not taken for chosen because the one before it was', () => {
    tell('compositionstart', 'textInput', 'compositionend', 'compositionstart', 'compositionend')
    expect(isHalfTyped()).toBe(true)
  })
})
