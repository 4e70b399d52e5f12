import type { ObjectMeta } from '@/api/types'
import { ALL } from '@/meta/view'

const LAST = 'kedang.view.'

/** The view in which this person was last in this browser. */
export function lastView(object: string): string | null {
  return localStorage.getItem(LAST + object)
}

export function rememberView(object: string, id: string): void {
  if (lastView(object) !== id) localStorage.setItem(LAST + object, id)
}

/** With which view a list begins that was opened without one: the last one, else the default; null: with none. */
export function beginsWith(object: ObjectMeta): string | null {
  const known = (id: string | null | undefined): boolean => id === ALL || (object.views ?? []).some((view) => view.id === id)
  const found = [lastView(object.key), object.default_view].find(known)
  return found && found !== ALL ? found : null
}
