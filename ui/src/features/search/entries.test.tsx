import { Activity } from 'lucide-react'
import { describe, expect, it } from 'vitest'
import type { ObjectMeta } from '@/api/types'
import type { T, Words } from '@/i18n'
import { PAGES } from '@/meta/pages'
import { actionEntries, SPELLED } from './entries'

const t = ((key: string, values?: { object?: string }) => (values?.object ? `${key} ${values.object}` : key)) as T
const words = (given: Words | string | null | undefined): string => (typeof given === 'string' ? given : given?.zh ?? '')
const customer = { key: 'customer', label: { zh: '客户' }, plural: { zh: '客户' }, can: { create: true } } as unknown as ObjectMeta
const status = { key: 'status', group: 'system' as const, label: '系统状态', icon: Activity, href: '/settings/status' }
const keysOf = (text: string, pages: (typeof status)[]): string[] => actionEntries(text, [customer], pages, t, words).map((entry) => entry.key)

describe('places to go to', () => {
  it('names the pages about the whole once somebody asks for them', () => {
    expect(keysOf('', [status])).toEqual(['go customer', 'new customer'])
    expect(keysOf('系统', [status])).toEqual(['page status'])
    expect(keysOf('客户', [status])).toEqual(['go customer', 'new customer'])
  })

  it('finds a page by its pinyin and its initials, home and the settings too', () => {
    const backups = { ...status, key: 'backups', label: '备份' }
    for (const text of ['备份', 'beifen', 'bf', 'BeiF', 'bei fen']) expect(keysOf(text, [status, backups]), text).toEqual(['page backups'])
    expect(keysOf('shezhi', [status])).toEqual(['page settings'])
    expect(keysOf('gzt', [status])).toEqual(['page home'])
    expect(keysOf('b', [backups])).toEqual([])
  })

  it('has the pinyin of every page', () => {
    expect(PAGES.map(({ key }) => key).filter((key) => !(key in SPELLED))).toEqual([])
  })

  it('knows no page that the person may not open', () => {
    expect(keysOf('系统', [])).toEqual([])
  })
})
