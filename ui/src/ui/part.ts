import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

interface Loaded<Props> { default: ComponentType<Props> }
type Load = () => Promise<unknown>
const around = new Set<Load>()
const next = new Set<Load>()

/** Drawn at once where its file is there already, without a gap in its place: React leaves a gap that was once painted for 300 ms. */
function drawn<Props>(load: () => Promise<Loaded<Props>>, among: Set<Load>): LazyExoticComponent<ComponentType<Props>> {
  let known: Loaded<Props> | undefined
  const begin = (): Promise<Loaded<Props>> => load().then((loaded) => { known = loaded; return loaded })
  among.add(begin)
  const now = (loaded: Loaded<Props>): PromiseLike<Loaded<Props>> => ({ then: (done) => { done?.(loaded); return now(loaded) as never } })
  return lazy(() => (known ? now(known) as Promise<Loaded<Props>> : begin()))
}

/** A part that stands on most pages and comes in a file of its own. */
export const part = <Props>(load: () => Promise<Loaded<Props>>) => drawn(load, around)

/** A part that a click brings, of which many are made. */
export const nextPart = <Props>(load: () => Promise<Loaded<Props>>) => drawn(load, next)

/** A page to which many go from here. */
export function nextPage(load: Load): void {
  next.add(load)
}

/** Resolves when every part that is known by now has come, or cannot: then it comes when it is drawn. */
export async function loadParts(): Promise<void> {
  await Promise.allSettled([...around].map((begin) => begin()))
}

/** Loads what a click is likely to bring, once nothing else goes on, and at most once. What cannot come now comes with the click. */
export function loadNext(): void {
  if (next.size === 0 || !navigator.onLine) return
  const wanted = [...next]
  next.clear()
  const begin = (): void => { void Promise.allSettled(wanted.map((each) => each())) }
  if ('requestIdleCallback' in window) requestIdleCallback(begin)
  else setTimeout(begin, 500) // Safari has no idle callbacks
}
