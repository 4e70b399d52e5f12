/** The same with one of them in another place. */
export function moved<Item>(items: readonly Item[], at: number, by: number): Item[] {
  const next = [...items]
  next.splice(at + by, 0, ...next.splice(at, 1))
  return next
}
