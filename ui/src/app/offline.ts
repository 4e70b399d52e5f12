import type { Me } from '@/api/types'
import { isElsewhere } from '@/api/workspace'

/** Where the service worker keeps what one person has read (`sw.ts`). */
const PERSON = 'kedang.person.'
/** Caches exist on secure origins only. */
const has = (): boolean => 'caches' in globalThis

async function deleteBut(kept?: string): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PERSON) && name !== kept) await caches.delete(name)
}

/** From now on what this person opens in her own workspace can be read offline, and nothing of anybody before her. */
export async function keepFor(me: Me, objects: unknown): Promise<void> {
  if (!has() || isElsewhere) return
  const name = `${PERSON}${me.workspace.id}.${me.person.id}`
  await deleteBut(name)
  const cache = await caches.open(name)
  // Without the proof that changes need: nothing is changed offline.
  await cache.put('/api/v1/me', Response.json({ ...me, csrf: null }))
  if (objects) await cache.put('/api/v1/objects', Response.json(objects))
}

/** Nothing of the last person stays. */
export function keepNothing(): void {
  if (has()) void deleteBut()
}
