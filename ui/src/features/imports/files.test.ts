import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/client'
import { lookAt, MOST_FILES, saidOf, sizeText, withFiles } from './files'

const file = (name: string, text = 'x'): File => new File([text], name)

describe('chosen files', () => {
  it('are looked at before they are sent', () => {
    expect([file('客户.XLSX'), file('a.csv'), file('old.xls'), file('a.pdf'), file('none'), file('a.xlsx', '')].map((each) => lookAt(each).wrong))
      .toEqual([null, null, null, 'imp.file.kind', 'imp.file.kind', 'imp.file.empty'])
  })
  it('replace those of the same name, and are at most fifty', () => {
    const first = withFiles([], [file('a.csv', 'old'), file('b.csv')])
    expect(withFiles(first, [file('a.csv', 'newer')]).map((each) => [each.file.name, each.file.size])).toEqual([['b.csv', 1], ['a.csv', 5]])
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
