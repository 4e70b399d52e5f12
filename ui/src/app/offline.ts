import type { Me } from '@/api/types'
import { isElsewhere } from '@/api/workspace'

/** Where the service worker keeps what one person has read (`sw.ts`). */
const PERSON = 'kedang.person.'
/** Caches exist on secure origins only. */
const has = (): boolean => 'caches' in globalThis

async function deleteBut(kept?: string): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PERSON) && name !== kept) await caches.delete(name)
}

/** What is kept is changed by one after the other: what begins while somebody signs out must leave nothing behind. */
let before: Promise<unknown> = Promise.resolve()
function inTurn(work: () => Promise<void>): Promise<void> {
  const done = before.then(work)
  before = done.catch(() => undefined)
  return done
}

/** From now on what this person opens in her own workspace can be read offline, and nothing of anybody before her. */
export function keepFor(me: Me, objects: unknown): Promise<void> {
  return has() && !isElsewhere ? inTurn(() => keep(me, objects)) : Promise.resolve()
}

async function keep(me: Me, objects: unknown): Promise<void> {
  const name = `${PERSON}${me.workspace.id}.${me.person.id}`
  await deleteBut(name)
  const cache = await caches.open(name)
  // Without the proof that changes need: nothing is changed offline.
  await cache.put('/api/v1/me', Response.json({ ...me, csrf: null }))
  if (objects) await cache.put('/api/v1/objects', Response.json(objects))
}

/** Nothing of the last person stays. */
export function keepNothing(): void {
  if (has()) void inTurn(() => deleteBut()).catch(() => undefined)
}
