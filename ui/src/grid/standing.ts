import type { Rec } from '@/api/types'

/** Whether a row belongs where it stands: it does; the order has another place for it; it does not fit the list any more; it cannot be seen any more. */
export type Place = 'here' | 'moved' | 'left' | 'gone'
export interface Standing { id: string; isChanged: boolean }

/** So heavy that a row that nobody has changed is not called moved for the sake of those that were. */
const UNCHANGED = 1000

/**
 * Where rows belong that stand in this order: `fitting` are the ids that the list would show, in its order of now, `others` those that are
 * still to be seen without fitting.
 */
export function placesOf(standing: readonly Standing[], fitting: readonly string[], others: ReadonlySet<string>): Map<string, Place> {
  const rank = new Map(fitting.map((id, at) => [id, at]))
  const staying = standing.filter(({ id }) => rank.has(id))
  const kept = heaviestAscent(staying.map(({ id }) => rank.get(id) ?? 0), staying.map(({ isChanged }) => (isChanged ? 1 : UNCHANGED)))
  const places = new Map<string, Place>(standing.map(({ id }) => [id, others.has(id) ? 'left' : 'gone']))
  staying.forEach(({ id }, at) => { places.set(id, kept.has(at) ? 'here' : 'moved') })
  return places
}

/** The positions whose numbers ascend and together weigh the most. */
function heaviestAscent(numbers: readonly number[], weights: readonly number[]): Set<number> {
  const best: { weight: number; before: number }[] = []
  let end = -1
  numbers.forEach((number, at) => {
    let before = -1
    for (let each = 0; each < at; each += 1) {
      if ((numbers[each] ?? 0) < number && (best[each]?.weight ?? 0) > (best[before]?.weight ?? 0)) before = each
    }
    best.push({ weight: (best[before]?.weight ?? 0) + (weights[at] ?? 0), before })
    if ((best[at]?.weight ?? 0) > (best[end]?.weight ?? 0)) end = at
  })
  const kept = new Set<number>()
  for (let at = end; at >= 0; at = best[at]?.before ?? -1) kept.add(at)
  return kept
}

/** The fields in which two states of a record differ. */
export function differing(before: Rec, after: Rec): ReadonlySet<string> {
  return new Set(Object.keys(after).filter((key) => key !== 'version' && JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null)))
}
