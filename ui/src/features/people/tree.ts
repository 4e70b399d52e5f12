import type { Place } from './people'

export interface Branch { place: Place; depth: number; path: string; below: number }

/** Departments in the order of a tree, each with its depth and its path; `below` counts those under it. Those whose parent is not among them stand at the top. */
export function treeOf(places: readonly Place[]): Branch[] {
  const ids = new Set(places.map((each) => each.id))
  const under = new Map<string, Place[]>()
  for (const place of places) {
    const parent = place.parent && ids.has(place.parent) ? place.parent : ''
    under.set(parent, [...(under.get(parent) ?? []), place])
  }
  const walk = (parent: string, depth: number, above: string): Branch[] => (under.get(parent) ?? []).flatMap((place) => {
    const path = above ? `${above} / ${place.title}` : place.title
    const rest = walk(place.id, depth + 1, path)
    return [{ place, depth, path, below: rest.length }, ...rest]
  })
  return walk('', 0, '')
}

/** A department and all below it: where it cannot be moved to. */
export function familyOf(branches: readonly Branch[], id: string): Set<string> {
  const at = branches.findIndex((each) => each.place.id === id)
  const own = branches[at]
  return new Set(own ? branches.slice(at, at + 1 + own.below).map((each) => each.place.id) : [])
}
