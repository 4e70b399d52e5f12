export type Theme = 'light' | 'dark' | 'system'
export const THEME = 'kedang.theme'

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(THEME)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function applyTheme(): void {
  const theme = chosenTheme()
  const isDark = theme === 'system' ? typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}
