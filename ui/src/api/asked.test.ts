import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { askFirst, takeAsked } from './asked'

const fetched = vi.fn((path: string) => Promise.resolve(new Response(path)))

beforeEach(() => { vi.stubGlobal('fetch', fetched) })
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllGlobals(); fetched.mockClear(); globalThis.kedangAsked = undefined })

it('asks each first question once, in the language of the person, and gives its answer once', async () => {
  askFirst('en')
  expect(fetched.mock.calls.map(([path]) => path)).toEqual(['/api/v1/me', '/api/v1/objects'])
  expect(fetched.mock.calls[0]?.slice(1)).toEqual([{ headers: { Accept: 'application/json', 'Accept-Language': 'en' }, credentials: 'same-origin' }])
  expect(await (await takeAsked('/api/v1/me'))?.text()).toBe('/api/v1/me')
  expect(takeAsked('/api/v1/me')).toBeUndefined()
  expect(takeAsked('/api/v1/people')).toBeUndefined()
})

it('gives no answer that has become old', () => {
  askFirst('zh-CN')
  vi.spyOn(performance, 'now').mockReturnValue(60_000)
  expect(takeAsked('/api/v1/objects')).toBeUndefined()
})

it('tells whoever takes it that no answer came', async () => {
  fetched.mockRejectedValueOnce(new TypeError('no network'))
  askFirst('zh-CN')
  await expect(takeAsked('/api/v1/me')).rejects.toThrow('no network')
})
