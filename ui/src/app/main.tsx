import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { whenSignedOut } from '@/api/client'
import type { Me } from '@/api/types'
import { doorOf, isElsewhere } from '@/api/workspace'
import { preferredLanguage, say, startLanguage } from '@/i18n'
import { meQuery } from '@/meta/objects'
import { Toasts } from '@/ui/Toasts'
import { startTheme } from '@/ui/theme'
import { router } from './router'
import { client, forget } from './session'
import '@/ui/tokens.css'
import '@/ui/controls.css'
import '@/fields/fields.css'
import './frame.css'

/** After an update the files of the old build are gone: load the new page, once. */
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('kedang.reloaded') === location.href) return
  event.preventDefault()
  sessionStorage.setItem('kedang.reloaded', location.href)
  location.reload()
})

/** Milliseconds after the page's files are there; the first rows are mostly there by then. */
const AFTER_ROWS = 2_000

/** After the page: what it fetches must not stand before what the person waits for. */
async function startWorker(): Promise<void> {
  const worker = await import('./worker')
  await worker.startWorker(() => ({ ready: say('update.ready'), reload: say('update.reload') })).catch(() => undefined)
}

async function start(): Promise<void> {
  startTheme()
  await startLanguage(preferredLanguage())
  whenSignedOut(() => {
    if (isElsewhere) { location.replace(doorOf()); return }
    if (location.pathname === '/sign-in') return
    const next = location.pathname + location.search
    forget(client.getQueryData<Me>(meQuery.queryKey)?.person.id)
    void router.navigate({ to: '/sign-in', search: { next } })
  })
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no place for the application.')
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    const later = (): void => { setTimeout(() => { void startWorker() }, AFTER_ROWS) }
    if (document.readyState === 'complete') later()
    else addEventListener('load', later, { once: true })
  }
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
