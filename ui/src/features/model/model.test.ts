import { describe, expect, it } from 'vitest'
import { changedParts, groupsOf, movedKeys, usesOf, type FieldDef, type ObjectDef } from './model'

const field = (key: string, section?: string): FieldDef => ({ key, kind: 'text', label: { zh: key }, ...(section ? { section } : {}) })
const object: ObjectDef = {
  key: 'customer', label: { zh: '客户' }, title: 'a', tags: ['d'], identity: ['c', 'd'], timeline: [], sections: [{ key: 'one', label: { zh: '一' } }, { key: 'two', label: { zh: '二' } }],
  fields: [field('a', 'one'), field('b'), field('c', 'one'), field('d', 'gone'), field('e', 'one')],
}

describe('the model', () => {
  it('groups fields by section, those of no known section first, empty sections too', () => {
    expect(groupsOf(object).map((group) => [group.key, group.fields.map((each) => each.key)])).toEqual([['', ['b', 'd']], ['one', ['a', 'c', 'e']], ['two', []]])
  })
  it('moves a field past its neighbour of the same section, and not past the ends', () => {
    expect(movedKeys(object, 'c', 1)).toEqual(['a', 'b', 'e', 'd', 'c'])
    expect(movedKeys(object, 'd', -1)).toEqual(['a', 'd', 'c', 'b', 'e'])
    expect(movedKeys(object, 'a', -1)).toBeNull()
    expect(movedKeys(object, 'e', 1)).toBeNull()
  })
  it('says what an object uses a field for', () => {
    expect([usesOf(object, 'a'), usesOf(object, 'b'), usesOf(object, 'd')]).toEqual([['title'], [], ['tags', 'identity']])
  })
  it('sends only the parts that differ, and what was taken away as nothing', () => {
    const before: FieldDef = { key: 'x', kind: 'text', label: { zh: '旧' }, required: true, section: 'one', help: { zh: '说明' } }
    expect(changedParts(before, { key: 'x', kind: 'text', label: { zh: '新' }, section: 'one' })).toEqual({ label: { zh: '新' }, required: false, help: null })
    expect(changedParts(before, { ...before })).toEqual({})
  })
})
