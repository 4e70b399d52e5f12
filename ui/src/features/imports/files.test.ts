import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/client'
import { lookAt, MOST_FILES, saidOf, sizeText, withFiles } from './files'

const file = (name: string, text = 'x'): File => new File([text], name)

describe('chosen files', () => {
  it('are looked at before they are sent', () => {
    expect([file('客户.XLSX'), file('a.csv'), file('old.xls'), file('a.pdf'), file('none'), file('a.xlsx', '')].map((each) => lookAt(each).wrong))
      .toEqual([null, null, null, 'imp.file.kind', 'imp.file.kind', 'imp.file.empty'])
  })
  it('are kept apart where their names are the same, and are at most fifty', () => {
    const named = (chosen: ReturnType<typeof withFiles>): string[] => chosen.map((each) => `${each.file.name} ${each.file.size}`)
    const twice = file('a.csv', 'old')
    const first = withFiles([], [twice, file('b.csv'), file('a.csv', 'newer')])
    expect(named(first)).toEqual(['a.csv 3', 'b.csv 1', 'a (2).csv 5'])
    expect(named(withFiles(first, [twice, file('a.csv', 'newest')]))).toEqual(['a.csv 3', 'b.csv 1', 'a (2).csv 5', 'a (3).csv 6'])
    expect(named(withFiles(withFiles([], [file('c.csv', '')]), [file('c.csv', 'full')]))).toEqual(['c.csv 4'])
    expect(withFiles([], Array.from({ length: 60 }, (_, at) => file(`${at}.csv`)))).toHaveLength(MOST_FILES)
  })
  it('get what the server says about them, also where it cut a long name', () => {
    const long = `${'长'.repeat(70)}.xlsx`
    const about = (name: string): Problem => new Problem(422, { detail: 'broken', file: name })
    expect(saidOf(about('a.xlsx'), 'a.xlsx')).toBe('broken')
    expect(saidOf(about('a.xlsx'), 'b.xlsx')).toBeNull()
    expect(saidOf(about(`${'长'.repeat(60)}.xlsx`), long)).toBe('broken')
    expect(saidOf(new Problem(403, { detail: 'no' }), 'a.xlsx')).toBeNull()
    expect(saidOf(null, 'a.xlsx')).toBeNull()
  })
  it('say how large they are', () => {
    expect([999, 220_000, 1_400_000].map(sizeText)).toEqual(['999 B', '220 KB', '1.4 MB'])
  })
})
