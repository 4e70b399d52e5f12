import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { StarButton } from './StarButton'

afterEach(() => { vi.unstubAllGlobals() })

it('shows a star that was given before it was known which stars there are', async () => {
  const stars: unknown[] = []
  const waiting: (() => void)[] = []
  vi.stubGlobal('fetch', vi.fn(async (_: string, init?: RequestInit) => {
    if (init?.method === 'POST') { stars.push({ id: '1', object: 'customer', record: { id: '7', title: '晨光' }, search: '', name: '' }); return Response.json(stars[0], { status: 201 }) }
    const items = [...stars] // what there is when the question comes; the first answer is a slow one
    if (waiting.length === 0) await new Promise<void>((answer) => { waiting.push(answer) })
    return Response.json({ items })
  }))
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(<QueryClientProvider client={client}><StarButton what={{ object: 'customer', record: '7' }} /></QueryClientProvider>)
  fireEvent.click(screen.getByRole('button', { name: '收藏' }))
  await new Promise((done) => { setTimeout(done) })
  waiting[0]?.()
  expect((await screen.findByRole('button', { name: '取消收藏' })).getAttribute('aria-pressed')).toBe('true')
  expect(stars).toHaveLength(1)
})
