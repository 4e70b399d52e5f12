import { describe, expect, it } from 'vitest'
import { isHereOnly } from './links'

describe('links to hand out', () => {
  it.each([['http://127.0.0.1:8600/invite/x', true], ['http://localhost:8600/invite/x', true], ['http://[::1]:8600/invite/x', true],
    ['https://192.168.1.7:8600/invite/x', false], ['https://kedang.local/invite/127.0.0.1', false]])('%s: of this machine alone: %s', (link, is) => {
    expect(isHereOnly(link)).toBe(is)
  })
})
