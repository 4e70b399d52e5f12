import type { KeyboardEvent as ReactKeyboardEvent } from 'react'

type AnyKeyboardEvent = KeyboardEvent | ReactKeyboardEvent

/**
 * True while an input method composes: its Enter, Escape and arrows belong to it and not to us.
 * Browsers differ: some say `isComposing`, some send the old code 229 with `isComposing` false.
 */
export function isComposing(event: AnyKeyboardEvent): boolean {
  const native = 'nativeEvent' in event ? event.nativeEvent : event
  return native.isComposing || native.keyCode === 229
}

/** Enter that the person means as Enter. */
export function isSubmitEnter(event: AnyKeyboardEvent): boolean {
  return event.key === 'Enter' && !isComposing(event)
}

/** Ctrl on most machines, Command on a Mac. */
export function hasCommand(event: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return event.ctrlKey || event.metaKey
}
