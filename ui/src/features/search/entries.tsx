import { ArrowRight, House, Plus, Search, Settings, Star, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Hit, ObjectMeta } from '@/api/types'
import type { T, Words } from '@/i18n'
import { favouriteHref, type Favourite } from '@/meta/favourites'
import { ObjectIcon } from '@/meta/ObjectIcon'
import type { PageLink } from '@/meta/pages'
import type { Visit } from '@/meta/recent'

export interface Entry { key: string; group: string; label: string; note?: string; icon: ReactNode; href: string }
type HrefOf = (object: string, id: string) => string
type InWords = (words: Words | string | null | undefined) => string

const fits = (label: string, text: string): boolean => label.toLowerCase().includes(text.toLowerCase())

/** How the names of our own pages are spelled, for nobody else knows their pinyin: records get theirs from the server. */
export const SPELLED: Record<string, string> = {
  home: 'gong zuo tai', settings: 'she zhi', profile: 'ge ren zi liao', password: 'deng lu mi ma', tokens: 'API ling pai', bulk: 'zui jin de pi liang cao zuo',
  workspace: 'gong si yu mo kuai', objects: 'dui xiang yu zi duan', people: 'ren yuan', departments: 'bu men', sources: 'shu ju lai yuan', export: 'dao chu quan bu shu ju',
  demo: 'yan shi gong zuo qu', backups: 'bei fen', status: 'xi tong zhuang tai', import: 'dao ru', help: 'shi yong shou ce',
}

/** Whether a page may be meant by pinyin or by its initials; one letter alone means nothing. */
function isSpelled(key: string, text: string): boolean {
  const typed = text.toLowerCase().replaceAll(' ', '')
  const syllables = (SPELLED[key] ?? '').toLowerCase().split(' ')
  return /^[a-z]{2,}$/.test(typed) && (syllables.join('').startsWith(typed) || syllables.map((each) => each[0] ?? '').join('').startsWith(typed))
}

/** `客户:晨光` asks one object only. */
export function splitPrefix(text: string, objects: readonly ObjectMeta[], words: InWords): { object: ObjectMeta | undefined; rest: string } {
  const match = /^\s*([^:：]+)[:：](.*)$/s.exec(text)
  const name = match?.[1]?.trim().toLowerCase()
  const object = name ? objects.find((each) => [each.key, words(each.label), words(each.plural)].some((label) => label.toLowerCase() === name)) : undefined
  return object ? { object, rest: match?.[2] ?? '' } : { object: undefined, rest: text }
}

export function recentEntries(recent: readonly Visit[], objects: readonly ObjectMeta[], t: T, words: InWords, hrefOf: HrefOf): Entry[] {
  return recent.flatMap(({ object: key, record }) => {
    const object = objects.find((candidate) => candidate.key === key)
    if (!object) return []
    return [{ key: `recent ${key} ${record.id}`, group: t('search.recent'), label: record.title || words(object.label), note: words(object.label), icon: <ObjectIcon name={object.icon} />, href: hrefOf(key, record.id) }]
  })
}

export function favouriteEntries(favourites: readonly Favourite[], objects: readonly ObjectMeta[], t: T, words: InWords): Entry[] {
  return favourites.flatMap((one) => {
    const object = objects.find((candidate) => candidate.key === one.object)
    if (!object) return []
    const label = one.record?.title || one.name || words(object.plural) || words(object.label)
    return [{ key: `star ${one.id}`, group: t('star.title'), label, note: words(object.label), icon: <Star size={18} aria-hidden="true" />, href: favouriteHref(one) }]
  })
}

/** Nothing was found: Enter makes it, where the person may; of the object that was named, else of the first. */
export function createEntry(text: string, object: ObjectMeta | undefined, t: T, words: InWords): Entry[] {
  if (!object?.can.create) return []
  return [{ key: 'create', group: t('search.actions'), label: t('search.create', { object: words(object.label), text }), icon: <Plus size={18} aria-hidden="true" />, href: `/o/${object.key}?new=1&title=${encodeURIComponent(text)}` }]
}

/** Hits by object, in the order in which the best of each object came. */
export function hitEntries(hits: readonly Hit[], objects: readonly ObjectMeta[], words: InWords, hrefOf: HrefOf): Entry[] {
  const order = [...new Set(hits.map((hit) => hit.object))]
  return order.flatMap((key) => {
    const object = objects.find((candidate) => candidate.key === key)
    if (!object) return []
    const group = words(object.plural) || words(object.label)
    return hits.filter((hit) => hit.object === key).map((hit) => ({
      key: `hit ${key} ${hit.id}`, group, label: hit.title || words(object.label), ...(hit.snippet && hit.matched === 'text' ? { note: hit.snippet } : {}),
      icon: <ObjectIcon name={object.icon} />, href: hrefOf(key, hit.id),
    }))
  })
}

/** Places to go to and things to do whose names fit. */
export function actionEntries(text: string, objects: readonly ObjectMeta[], pages: readonly PageLink[], t: T, words: InWords): Entry[] {
  const all = objects.flatMap((object): Entry[] => {
    const label = words(object.label)
    const open: Entry = { key: `go ${object.key}`, group: t('search.actions'), label: t('search.goTo', { object: words(object.plural) || label }), icon: <ArrowRight size={18} aria-hidden="true" />, href: `/o/${object.key}` }
    const create: Entry = { key: `new ${object.key}`, group: t('search.actions'), label: t('form.create', { object: label }), icon: <Plus size={18} aria-hidden="true" />, href: `/o/${object.key}?new=1` }
    return object.can.create ? [open, create] : [open]
  })
  if (!text) return all.slice(0, 8)
  const ours: { key: string; label: string; icon: LucideIcon; href: string }[] = [
    { key: 'home', label: t('home.title'), icon: House, href: '/' }, { key: 'settings', label: t('settings.title'), icon: Settings, href: '/settings' }, ...pages,
  ]
  const about = ours.filter(({ key, label }) => fits(label, text) || isSpelled(key, text)).map(({ key, label, icon: Icon, href }): Entry => ({ key: `page ${key}`, group: t('search.actions'), label, icon: <Icon size={18} aria-hidden="true" />, href }))
  return [...all.filter((entry) => fits(entry.label, text)), ...about].slice(0, 6)
}

export function pageEntry(text: string, t: T): Entry {
  return { key: 'page', group: t('search.actions'), label: t('search.all', { text }), icon: <Search size={18} aria-hidden="true" />, href: `/search?q=${encodeURIComponent(text)}` }
}
