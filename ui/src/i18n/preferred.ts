export type Lang = 'zh-CN' | 'en'
const STORED = 'kedang.language'

function isLang(value: unknown): value is Lang {
  return value === 'zh-CN' || value === 'en'
}

/** What the person chose here, else what the workspace or the browser speaks. */
export function preferredLanguage(hint?: string): Lang {
  const stored = localStorage.getItem(STORED)
  if (isLang(stored)) return stored
  return (hint ?? navigator.language).toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

export function hasChosenLanguage(): boolean {
  return isLang(localStorage.getItem(STORED))
}

export function keepLanguage(lang: Lang): void {
  localStorage.setItem(STORED, lang)
}
