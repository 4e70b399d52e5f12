import type { KeyboardEvent } from 'react'
import { isComposing, isSubmitEnter } from '@/ui/keys'

/** Where to after an edit. */
export type Way = 'down' | 'up' | 'right' | 'left' | 'stay'

/** The way on after Enter or Tab; null for all other keys. */
export function wayOf(event: KeyboardEvent, multiline = false): Way | null {
  if (isComposing(event)) return null
  if (isSubmitEnter(event)) {
    if (event.altKey || (multiline && !event.ctrlKey && !event.metaKey)) return null
    return event.shiftKey ? 'up' : 'down'
  }
  if (event.key === 'Tab') return event.shiftKey ? 'left' : 'right'
  return null
}
