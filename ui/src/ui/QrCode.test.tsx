import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { QrCode } from './QrCode'

afterEach(() => { vi.unstubAllGlobals() })

function show(answer: Response): ReturnType<typeof vi.fn> {
  const ask = vi.fn(() => Promise.resolve(answer))
  vi.stubGlobal('fetch', ask)
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(<QueryClientProvider client={client}><QrCode text="https://10.0.0.8/invite/abc" label="Invitation" /></QueryClientProvider>)
  return ask
}

it('draws the path that the server made, and says what the picture is', async () => {
  const ask = show(Response.json({ size: 33, path: 'M4 4h7v1h-7z' }))
  const picture = await screen.findByRole('img', { name: 'Invitation' })
  expect(picture.getAttribute('viewBox')).toBe('0 0 33 33')
  expect(picture.querySelector('path')?.getAttribute('d')).toBe('M4 4h7v1h-7z')
  expect(ask.mock.calls[0]?.[0]).toBe('/api/v1/qr') // the link is in the body: addresses end in logs
})
