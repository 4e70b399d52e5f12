import { render, screen } from '@testing-library/react'
import { createElement, Suspense } from 'react'
import { expect, it, vi } from 'vitest'
import { loadNext, loadParts, nextPage, nextPart, part } from './part'

it('is drawn without a gap once its file is there', async () => {
  const seen = vi.fn()
  const Gap = () => { seen(); return null }
  const Bell = part(() => Promise.resolve({ default: ({ name }: { name: string }) => <b>{name}</b> }))
  await loadParts()
  render(<Suspense fallback={<Gap />}>{createElement(Bell, { name: 'bell' })}</Suspense>)
  expect(screen.getByText('bell')).toBeTruthy()
  expect(seen).not.toHaveBeenCalled()
})

it('comes when it is drawn where nobody has waited for it', async () => {
  const Tabs = part(() => Promise.resolve({ default: () => <b>tabs</b> }))
  render(<Suspense fallback={<i>gap</i>}>{createElement(Tabs)}</Suspense>)
  expect(screen.getByText('gap')).toBeTruthy()
  expect(await screen.findByText('tabs')).toBeTruthy()
})

it('does not stop the page where a file does not come', async () => {
  part(() => Promise.reject(new Error('no network')))
  await expect(loadParts()).resolves.toBeUndefined()
})

it('loads what a click may bring at rest and once, and draws it without a gap', async () => {
  const load = vi.fn(() => Promise.resolve({ default: () => <b>panel</b> }))
  const page = vi.fn(() => Promise.reject(new Error('no network')))
  const Panel = nextPart(load)
  nextPage(page)
  await loadParts()
  expect(load).not.toHaveBeenCalled()
  loadNext()
  loadNext()
  await vi.waitFor(() => { expect(load).toHaveBeenCalledTimes(1) })
  await Promise.resolve()
  render(<Suspense fallback={<i>gap</i>}>{createElement(Panel)}</Suspense>)
  expect(screen.queryByText('gap')).toBeNull()
  expect(screen.getByText('panel')).toBeTruthy()
  expect(load).toHaveBeenCalledTimes(1)
  expect(page).toHaveBeenCalledTimes(1)
})
