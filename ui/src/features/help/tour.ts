import type { TextKey } from '@/i18n'

/** A stop of the tour: the control that it points at carries `data-tour` with this name. */
export interface Stop { name: string; title: TextKey; text: TextKey }

export const STOPS: readonly Stop[] = [
  { name: 'objects', title: 'tour.objects', text: 'tour.objectsText' },
  { name: 'search', title: 'tour.search', text: 'tour.searchText' },
  { name: 'todos', title: 'tour.todos', text: 'tour.todosText' },
  { name: 'bell', title: 'tour.bell', text: 'tour.bellText' },
  { name: 'me', title: 'tour.me', text: 'tour.meText' },
  { name: 'help', title: 'tour.help', text: 'tour.helpText' },
]

/** The control of a stop, if it is on the screen. */
export function controlOf(name: string): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(`[data-tour="${name}"]`)].find((one) => one.getClientRects().length > 0) ?? null
}
