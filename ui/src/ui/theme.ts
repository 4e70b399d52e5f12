import { useSyncExternalStore } from 'react'
import { applyTheme, chosenTheme, THEME, type Theme } from './appearance'

export type { Theme } from './appearance'
const listeners = new Set<() => void>()

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(THEME)
  else localStorage.setItem(THEME, theme)
  applyTheme()
  for (const listener of listeners) listener()
}

/** Sets the theme and follows the system's from now on. */
export function startTheme(): void {
  applyTheme()
  if (typeof matchMedia === 'function') matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme)
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => { listeners.delete(listener) } }, chosenTheme)
}
