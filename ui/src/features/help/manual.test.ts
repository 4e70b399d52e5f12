import { describe, expect, it } from 'vitest'
import { searchManual, type Chapter } from './manual'

const chapter = (key: string, title: string, ...lines: string[]): Chapter => ({ key, title, blocks: [{ kind: 'list', lines: lines.map((text) => [{ text }]) }] })
const groups = [{ key: 'a', label: 'A', chapters: [
  chapter('list', 'Lists', 'Filter by a tag', 'Undo for 30 days'),
  chapter('bin', 'The bin', 'Restore what was deleted', 'A list of everything'),
  chapter('import', '导入表格', '把台账变成记录，30 天内可以撤销整次导入，改过的会保留'),
] }]
const keys = (asked: string): string[] => searchManual(groups, asked).map((one) => one.key)

describe('search over the manual [R366: searchable]', () => {
  it('finds chapters in which every word stands, titles first', () => {
    expect(keys('LIST')).toEqual(['list', 'bin'])
    expect(keys('30 undo')).toEqual(['list'])
    expect(keys('undo restore')).toEqual([])
    expect(keys('撤销')).toEqual(['import'])
  })
  it('says where, from shortly before the word', () => {
    expect(searchManual(groups, 'tag')[0]?.text).toBe('Filter by a tag')
    expect(searchManual(groups, '保留')[0]?.text).toBe('…账变成记录，30 天内可以撤销整次导入，改过的会保留')
  })
  it('finds nothing for nothing', () => {
    expect(keys('   ')).toEqual([])
  })
})
