import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TOPICS, topicOf } from '@/features/help/topics'
import { STOPS } from '@/features/help/tour'
import zh from '@/i18n/zh-CN/help.json'
import { PAGES } from '@/meta/pages'
import { router } from './router'

const FOLDER = join(process.cwd(), '..', 'kedang', 'features', 'help', 'chapters')
const chapters = (language: string): string[] => readdirSync(join(FOLDER, language)).map((name) => name.replace(/\.md$/, ''))
const routes = Object.values(router.routesById).map((route) => String(route.fullPath ?? '')).filter(Boolean)

describe('help of every page [R366: each route and each page of the settings has its help in both languages]', () => {
  it('knows every route of the router, and no other', () => {
    expect(routes).toContain('/o/$object/$id')
    expect([...new Set(routes)].sort()).toEqual(Object.keys(TOPICS).sort())
  })
  it.each(['zh', 'en'])('has a chapter for each of them in %s', (language) => {
    const there = chapters(language)
    const wanted = [...routes.filter((route) => route !== '/settings/$page').map((route) => topicOf(route.replace(/\$\w+/g, 'x'))), ...PAGES.map(({ key }) => topicOf(`/settings/${key}`))]
    expect(wanted.length).toBeGreaterThan(24)
    expect(wanted.filter((key) => !there.includes(key))).toEqual([])
  })
  it('tells pages of one shape apart', () => {
    expect(['/o/customer', '/o/customer/bin', '/o/customer/merge', '/o/customer/019b', '/settings', '/settings/people', '/import/019b', '/', '/nowhere'].map(topicOf))
      .toEqual(['list', 'bin', 'merge', 'record', 'settings', 'settings-people', 'import', 'home', 'basics'])
  })
  it('has words for every stop of the tour', () => {
    const texts: Record<string, string> = zh
    expect(STOPS.length).toBeGreaterThanOrEqual(3)
    expect(STOPS.length).toBeLessThanOrEqual(6)
    for (const stop of STOPS) expect([texts[stop.title], texts[stop.text]], stop.name).not.toContain(undefined)
  })
})
