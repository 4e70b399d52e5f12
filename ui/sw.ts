/// <reference lib="webworker" />
/**
 * The service worker: the application's files from the cache, and, when no answer comes, the records that the person opened last.
 *
 * Files are those of one build (`FILES`, `VERSION` are written by `build/worker.ts`); a new build waits until the page says that the person wants it.
 * Answers are kept for the person whose cache the page has opened (`app/offline.ts`), and for nobody where there is none: signing out deletes it.
 */
declare const self: ServiceWorkerGlobalScope
declare const FILES: readonly string[]
declare const VERSION: string
export {} // its names are its own, whatever a page's are

const SHELL = `kedang.shell.${VERSION}`
const PERSON = 'kedang.person.'
const LONGEST = 7 * 86_400_000 // milliseconds that an answer can be read offline
const MOST = 300 // answers that are kept for reading offline
/** What makes a record readable; never lists, searches, or anything that changes. */
const KEPT = /^\/api\/v1\/(?:visits|objects(?:\/\w+(?:\/records\/[0-9a-f-]{36}(?:\/(?:timeline|history|comments))?)?)?)$/

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES.map((path) => new Request(path, { cache: path === '/' ? 'reload' : 'default' })))))
})

self.addEventListener('activate', (event) => {
  const clean = async (): Promise<void> => {
    for (const name of await caches.keys()) if (name.startsWith('kedang.shell.') && name !== SHELL) await caches.delete(name)
    await self.clients.claim()
  }
  event.waitUntil(clean())
})

self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname === '/api/v1/me') event.respondWith(answerOf(event, false))
  else if (KEPT.test(url.pathname)) event.respondWith(answerOf(event, true))
  else if (request.mode === 'navigate' && !url.pathname.startsWith('/api/') && !url.pathname.includes('.')) event.respondWith(fileOf(new Request('/')))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fileOf(request))
})

/** A file of this build. */
async function fileOf(request: Request): Promise<Response> {
  return await (await caches.open(SHELL)).match(request, { ignoreVary: true }) ?? await fetch(request)
}

/** The server's answer; the one that was kept only where none comes. What it refuses is refused. */
async function answerOf(event: FetchEvent, keeps: boolean): Promise<Response> {
  const name = (await caches.keys()).find((each) => each.startsWith(PERSON))
  try {
    const answer = await fetch(event.request)
    if (name && keeps) event.waitUntil(answer.ok ? keep(name, event.request, answer.clone()) : drop(name, event.request, answer.status))
    return answer
  } catch (cause) {
    const kept = name ? await (await caches.open(name)).match(event.request, { ignoreVary: true }) : undefined
    if (!kept || isOld(kept)) throw cause
    const headers = new Headers(kept.headers)
    headers.set('X-Kept', '1') // the page says that it is offline
    return new Response(kept.body, { status: kept.status, headers })
  }
}

/** A device that was away for so long may be in other hands, or her rights may have ended meanwhile. */
function isOld(kept: Response): boolean {
  const date = kept.headers.get('date')
  return date !== null && Date.now() - Date.parse(date) > LONGEST
}

async function keep(name: string, request: Request, answer: Response): Promise<void> {
  if (!await caches.has(name)) return // she has signed out meanwhile
  const cache = await caches.open(name)
  await cache.delete(request, { ignoreVary: true })
  await cache.put(request, answer)
  const older = await cache.keys()
  for (const each of older.slice(0, Math.max(0, older.length - MOST))) await cache.delete(each)
}

/** Gone or no longer hers to see. */
async function drop(name: string, request: Request, status: number): Promise<void> {
  if ((status === 404 || status === 403) && await caches.has(name)) await (await caches.open(name)).delete(request, { ignoreVary: true })
}
