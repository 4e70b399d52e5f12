import { Activity } from 'lucide-react'
import { describe, expect, it } from 'vitest'
import type { ObjectMeta } from '@/api/types'
import type { T, Words } from '@/i18n'
import { actionEntries } from './entries'

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

  it('knows no page that the person may not open', () => {
    expect(keysOf('系统', [])).toEqual([])
  })
})
