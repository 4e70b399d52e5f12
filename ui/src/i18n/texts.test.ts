import { describe, expect, it } from 'vitest'
import { translator, wordsIn } from './index'
import enAccount from './en/account.json'
import enApp from './en/app.json'
import enBulk from './en/bulk.json'
import enCells from './en/cells.json'
import enHelp from './en/help.json'
import enHome from './en/home.json'
import enImports from './en/imports.json'
import enNotify from './en/notify.json'
import enPages from './en/pages.json'
import enPeople from './en/people.json'
import enPeriodic from './en/periodic.json'
import zhAccount from './zh-CN/account.json'
import zhApp from './zh-CN/app.json'
import zhBulk from './zh-CN/bulk.json'
import zhCells from './zh-CN/cells.json'
import zhHelp from './zh-CN/help.json'
import zhHome from './zh-CN/home.json'
import zhImports from './zh-CN/imports.json'
import zhNotify from './zh-CN/notify.json'
import zhPages from './zh-CN/pages.json'
import zhPeople from './zh-CN/people.json'
import zhPeriodic from './zh-CN/periodic.json'

const base = (key: string): string => key.replace(/_(one|other)$/, '')
const holes = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()

describe.each([['app', zhApp, enApp], ['bulk', zhBulk, enBulk], ['cells', zhCells, enCells], ['pages', zhPages, enPages], ['help', zhHelp, enHelp], ['home', zhHome, enHome], ['notify', zhNotify, enNotify], ['imports', zhImports, enImports], ['periodic', zhPeriodic, enPeriodic], ['people', zhPeople, enPeople], ['account', zhAccount, enAccount]] as const)('%s', (_name, zh, en) => {
  const english: Record<string, string> = en
  const chinese: Record<string, string> = zh
  it('has the same keys in both languages', () => {
    expect([...new Set(Object.keys(english).map(base))].sort()).toEqual([...new Set(Object.keys(chinese).map(base))].sort())
  })
  it('has the same places for values', () => {
    for (const [key, text] of Object.entries(chinese)) {
      const other = english[key] ?? english[`${base(key)}_other`] ?? ''
      expect([key, holes(other)]).toEqual([key, holes(text)])
    }
  })
  it('has no empty text', () => {
    for (const [key, text] of [...Object.entries(chinese), ...Object.entries(english)]) expect(text, key).not.toBe('')
  })
})

describe('texts of definitions', () => {
  it('fall back to another language, never to nothing', () => {
    expect(wordsIn('en', { zh: '客户', en: 'Customer' })).toBe('Customer')
    expect(wordsIn('en', { zh: '客户' })).toBe('客户')
    expect(wordsIn('zh-CN', { fr: 'Client' })).toBe('Client')
    expect(wordsIn('zh-CN', null)).toBe('')
  })
})

describe('a translator', () => {
  const texts = { 'list.count_one': '{{count}} record', 'list.count_other': '{{count}} records', 'list.find': 'Find in {{name}}' }
  it('fills in values, as they are', () => {
    const t = translator('en', texts)
    expect(t('list.find' as never, { name: '<b>{{name}}</b>' })).toBe('Find in <b>{{name}}</b>')
    expect(t('list.find' as never)).toBe('Find in ')
  })
  it('counts by the rule of the language', () => {
    const t = translator('en', texts)
    expect([0, 1, 2].map((count) => t('list.count', { count }))).toEqual(['0 records', '1 record', '2 records'])
    expect(translator('zh-CN', { 'list.count_other': '{{count}} 条' })('list.count', { count: 1 })).toBe('1 条')
  })
  it('shows the key where there is no text, so that it is seen', () => {
    expect(translator('en', texts)('list.nothing' as never)).toBe('list.nothing')
  })
})
