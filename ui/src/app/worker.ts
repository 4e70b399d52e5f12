import { toast } from '@/ui/toast'

const HOUR = 3_600_000
const NEVER_BY_ITSELF = 86_400_000

/** A new build has been fetched: the person decides when the page changes under her. */
function offer(waiting: ServiceWorker, text: { ready: string; reload: string }): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => { location.reload() }, { once: true })
  toast(text.ready, { ms: NEVER_BY_ITSELF, action: { label: text.reload, run: () => { waiting.postMessage('take over') } } })
}

/** Installs the service worker, and looks for a new build now and then: a page of this kind is seldom loaded anew. */
export async function startWorker(text: () => { ready: string; reload: string }): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js')
  const watch = (worker: ServiceWorker | null): void => {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker, text())
    })
  }
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting, text())
  watch(registration.installing)
  registration.addEventListener('updatefound', () => { watch(registration.installing) })
  setInterval(() => { void registration.update().catch(() => undefined) }, HOUR)
}
