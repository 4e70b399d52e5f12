import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

interface Loaded<Props> { default: ComponentType<Props> }
const all = new Set<() => Promise<unknown>>()

/** A part that stands on most pages and comes in a file of its own. Where the file is there already it is drawn at once, without a gap in its place. */
export function part<Props>(load: () => Promise<Loaded<Props>>): LazyExoticComponent<ComponentType<Props>> {
  let known: Loaded<Props> | undefined
  const begin = (): Promise<Loaded<Props>> => load().then((loaded) => { known = loaded; return loaded })
  all.add(begin)
  const now = (loaded: Loaded<Props>): PromiseLike<Loaded<Props>> => ({ then: (done) => { done?.(loaded); return now(loaded) as never } })
  return lazy(() => (known ? now(known) as Promise<Loaded<Props>> : begin()))
}

/** Resolves when every part that is known by now has come, or cannot: then it comes when it is drawn. */
export async function loadParts(): Promise<void> {
  await Promise.allSettled([...all].map((begin) => begin()))
}
