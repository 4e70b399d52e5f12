import { useSyncExternalStore } from 'react'
import { hasChosenLanguage, keepLanguage, preferredLanguage, type Lang } from './preferred'
import type account from './zh-CN/account.json'
import type app from './zh-CN/app.json'
import type backup from './zh-CN/backup.json'
import type bulk from './zh-CN/bulk.json'
import type cells from './zh-CN/cells.json'
import type demo from './zh-CN/demo.json'
import type help from './zh-CN/help.json'
import type home from './zh-CN/home.json'
import type imports from './zh-CN/imports.json'
import type model from './zh-CN/model.json'
import type notify from './zh-CN/notify.json'
import type pages from './zh-CN/pages.json'
import type people from './zh-CN/people.json'
import type periodic from './zh-CN/periodic.json'
import type record from './zh-CN/record.json'
import type views from './zh-CN/views.json'

export { hasChosenLanguage, preferredLanguage, type Lang } from './preferred'
type RawKey = keyof typeof app | keyof typeof backup | keyof typeof bulk | keyof typeof cells | keyof typeof pages | keyof typeof demo | keyof typeof help | keyof typeof home | keyof typeof notify | keyof typeof imports | keyof typeof periodic | keyof typeof people | keyof typeof account | keyof typeof views | keyof typeof model | keyof typeof record
/** A key of the text files; `x_other` is asked for as `x` with a `count`. */
export type TextKey = RawKey extends infer K ? (K extends `${infer Base}_other` ? Base : K) : never
export type Vars = Record<string, string | number>
export type T = (key: TextKey, vars?: Vars) => string
/** A text of a definition: `{zh: …, en: …}`. */
export type Words = Readonly<Record<string, string>>

const files = {
  'zh-CN': {
    app: () => import('./zh-CN/app.json'), backup: () => import('./zh-CN/backup.json'), bulk: () => import('./zh-CN/bulk.json'), cells: () => import('./zh-CN/cells.json'), pages: () => import('./zh-CN/pages.json'),
    help: () => import('./zh-CN/help.json'), home: () => import('./zh-CN/home.json'), notify: () => import('./zh-CN/notify.json'),
    demo: () => import('./zh-CN/demo.json'),
    imports: () => import('./zh-CN/imports.json'), periodic: () => import('./zh-CN/periodic.json'),
    people: () => import('./zh-CN/people.json'), account: () => import('./zh-CN/account.json'),
    views: () => import('./zh-CN/views.json'),
    model: () => import('./zh-CN/model.json'),
    record: () => import('./zh-CN/record.json'),
  },
  en: {
    app: () => import('./en/app.json'), backup: () => import('./en/backup.json'), bulk: () => import('./en/bulk.json'), cells: () => import('./en/cells.json'), pages: () => import('./en/pages.json'),
    help: () => import('./en/help.json'), home: () => import('./en/home.json'), notify: () => import('./en/notify.json'),
    demo: () => import('./en/demo.json'),
    imports: () => import('./en/imports.json'), periodic: () => import('./en/periodic.json'),
    people: () => import('./en/people.json'), account: () => import('./en/account.json'),
    views: () => import('./en/views.json'),
    model: () => import('./en/model.json'),
    record: () => import('./en/record.json'),
  },
}
export type Part = keyof (typeof files)['en']
const parts = new Set<Part>(['app', 'pages', 'views'])
type Texts = Readonly<Record<string, string>>
const loaded = new Map<Lang, Promise<T>>()
const listeners = new Set<() => void>()
let wanted: Lang = 'zh-CN'
let current: { lang: Lang; t: T } = { lang: 'zh-CN', t: (key) => key }

/** Texts in the JSON form of i18next: `{{name}}` is filled in, and a `count` chooses `key_one` or `key_other` by the language's own rule. */
export function translator(lang: Lang, texts: Texts): T {
  const rules = new Intl.PluralRules(lang)
  return (key, vars = {}) => {
    const plural = 'count' in vars ? texts[`${key}_${rules.select(Number(vars.count))}`] : undefined
    return (plural ?? texts[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(vars[name] ?? ''))
  }
}

async function load(lang: Lang): Promise<T> {
  const found = await Promise.all([...parts].map((part) => files[lang][part]()))
  return translator(lang, Object.assign({}, ...found.map((each) => each.default)) as Texts)
}

/** Texts that only few pages show: there from then on, whatever the language. */
export async function addTexts(part: Part): Promise<void> {
  if (parts.has(part)) { await startLanguage(wanted); return } // another page may have asked, and wait still
  parts.add(part)
  loaded.clear()
  await startLanguage(wanted).catch((cause: unknown) => { parts.delete(part); throw cause })
}

/** Shows everything in a language from when its texts are there; the last wish counts. */
export async function startLanguage(lang: Lang): Promise<void> {
  const texts = loaded.get(lang) ?? load(lang)
  loaded.set(lang, texts)
  wanted = lang
  const t = await texts.catch((cause: unknown) => { loaded.delete(lang); throw cause })
  if (wanted !== lang) return
  if (loaded.get(lang) !== texts) { await startLanguage(lang); return } // more texts were asked for meanwhile, and may have come earlier: these must not take their place
  current = { lang, t }
  document.documentElement.lang = lang
  for (const listener of listeners) listener()
}

/** The language of the account, unless the person chose another one in this browser. */
export async function adoptLanguage(hint: string): Promise<void> {
  if (!hasChosenLanguage()) await startLanguage(preferredLanguage(hint))
}

export async function chooseLanguage(lang: Lang): Promise<void> {
  keepLanguage(lang)
  await startLanguage(lang)
}

export function currentLanguage(): Lang {
  return current.lang
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

export function useLanguage(): Lang {
  return useSyncExternalStore(subscribe, currentLanguage)
}

/** The translator of the language: the same function as long as the language is the same. */
export function useT(): T {
  return useSyncExternalStore(subscribe, () => current.t)
}

/** For code outside of components: toasts, document titles. */
export const say: T = (key, vars) => current.t(key, vars)

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
