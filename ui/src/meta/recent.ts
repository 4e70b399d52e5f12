/** Records the person opened last in this browser; the newest first. */
export interface Recent { object: string; id: string; title: string }

const STORED = 'kedang.recent'
const KEPT = 12

function isRecent(value: unknown): value is Recent {
  return typeof value === 'object' && value !== null && 'object' in value && 'id' in value && 'title' in value
}

export function recents(): Recent[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]')
    return Array.isArray(value) ? value.filter(isRecent) : []
  } catch {
    return []
  }
}

export function remember(recent: Recent): void {
  const others = recents().filter((each) => each.object !== recent.object || each.id !== recent.id)
  localStorage.setItem(STORED, JSON.stringify([recent, ...others].slice(0, KEPT)))
}

/** Gone or out of sight: it is no longer offered. */
export function unremember(object: string, id: string): void {
  localStorage.setItem(STORED, JSON.stringify(recents().filter((each) => each.object !== object || each.id !== id)))
}
