import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { toastStore } from '@/ui/toast'
import { startWorker } from './worker'

/** What the browser gives: a registration whose workers come and go. */
class Registration extends EventTarget {
  waiting: ServiceWorker | null = null
  installing: ServiceWorker | null = null
  update = vi.fn(() => Promise.resolve())
}

class Worker extends EventTarget {
  state = 'installing'
  postMessage = vi.fn()
  become(state: string): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

const asWorker = (worker: Worker): ServiceWorker => worker as unknown as ServiceWorker
const text = () => ({ ready: 'Kedang was updated', reload: 'Reload' })
let registration: Registration
let container: EventTarget & { controller: unknown; register: ReturnType<typeof vi.fn> }

beforeEach(() => {
  vi.useFakeTimers()
  registration = new Registration()
  container = Object.assign(new EventTarget(), { controller: null as unknown, register: vi.fn(() => Promise.resolve(registration)) })
  vi.stubGlobal('navigator', { serviceWorker: container })
})
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

const shown = (): string[] => toastStore.read().map((item) => item.text)

it('says nothing at the first visit', async () => {
  const first = new Worker()
  registration.installing = asWorker(first)
  await startWorker(text)
  first.become('installed')
  expect(shown()).toEqual([])
})

it('offers a new build, and changes the page only when the person says so', async () => {
  container.controller = {}
  await startWorker(text)
  const next = new Worker()
  registration.installing = asWorker(next)
  registration.dispatchEvent(new Event('updatefound'))
  next.become('installed')
  expect(shown()).toEqual(['Kedang was updated'])
  expect(next.postMessage).not.toHaveBeenCalled()
  toastStore.read()[0]?.action?.run()
  expect(next.postMessage).toHaveBeenCalledWith('take over')
})

it('looks for a new build by itself', async () => {
  await startWorker(text)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(registration.update).toHaveBeenCalledOnce()
})
