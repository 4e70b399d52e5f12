import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'
import type app from './zh-CN/app.json'
import type pages from './zh-CN/pages.json'

export type Lang = 'zh-CN' | 'en'
type RawKey = keyof typeof app | keyof typeof pages
/** A key of the text files; `x_other` is asked for as `x` with a `count`. */
export type TextKey = RawKey extends infer K ? (K extends `${infer Base}_other` ? Base : K) : never
export type Vars = Record<string, string | number>
export type T = (key: TextKey, vars?: Vars) => string
/** A text of a definition: `{zh: …, en: …}`. */
export type Words = Readonly<Record<string, string>>

const files = {
  'zh-CN': { app: () => import('./zh-CN/app.json'), pages: () => import('./zh-CN/pages.json') },
  en: { app: () => import('./en/app.json'), pages: () => import('./en/pages.json') },
}
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

async function load(lang: Lang): Promise<void> {
  if (i18next.hasResourceBundle(lang, 'translation')) return
  const [app, pages] = await Promise.all([files[lang].app(), files[lang].pages()])
  i18next.addResourceBundle(lang, 'translation', { ...app.default, ...pages.default })
}

export async function startLanguage(lang: Lang): Promise<void> {
  await i18next.init({
    lng: lang,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
  })
  await switchLanguage(lang)
}

async function switchLanguage(lang: Lang): Promise<void> {
  await load(lang)
  await i18next.changeLanguage(lang)
  document.documentElement.lang = lang
}

/** The language of the account, unless the person chose another one in this browser. */
export async function adoptLanguage(hint: string): Promise<void> {
  if (!hasChosenLanguage()) await switchLanguage(preferredLanguage(hint))
}

export async function chooseLanguage(lang: Lang): Promise<void> {
  localStorage.setItem(STORED, lang)
  await switchLanguage(lang)
}

export function currentLanguage(): Lang {
  return isLang(i18next.language) ? i18next.language : 'zh-CN'
}

function subscribe(listener: () => void): () => void {
  i18next.on('languageChanged', listener)
  return () => { i18next.off('languageChanged', listener) }
}

export function useLanguage(): Lang {
  return useSyncExternalStore(subscribe, currentLanguage)
}

const bound = new Map<Lang, T>()

/** The translator of one language; the same function as long as the language is the same. */
function translator(lang: Lang): T {
  const known = bound.get(lang)
  if (known) return known
  const fixed: TFunction = i18next.getFixedT(lang)
  const t: T = (key, vars) => fixed(key, vars ?? {})
  bound.set(lang, t)
  return t
}

export function useT(): T {
  return translator(useLanguage())
}

/** For code outside of components: toasts, document titles. */
export const say: T = (key, vars) => translator(currentLanguage())(key, vars)

/** A definition's text in the wanted language, else in any: never a key, never empty if there is one. */
export function wordsIn(lang: Lang, words: Words | string | null | undefined): string {
  if (!words) return ''
  if (typeof words === 'string') return words
  const short = lang === 'en' ? 'en' : 'zh'
  return words[lang] ?? words[short] ?? words.zh ?? words['zh-CN'] ?? words.en ?? Object.values(words)[0] ?? ''
}

export function useWords(): (words: Words | string | null | undefined) => string {
  const lang = useLanguage()
  return (words) => wordsIn(lang, words)
}
