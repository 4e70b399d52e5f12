import { describe, expect, it } from 'vitest'
import { translator } from '@/i18n'
import zh from '@/i18n/zh-CN/people.json'
import zhApp from '@/i18n/zh-CN/app.json'
import { isExpired, stateOf, type Place, type Role, type Someone } from './people'
import { roleWords } from './roles'
import { familyOf, treeOf } from './tree'

const place = (id: string, parent: string | null = null): Place => ({ id, title: id.toUpperCase(), parent, retired: false, people: 0 })
const t = translator('zh-CN', { ...zhApp, ...zh })

describe('the tree of departments', () => {
  const tree = treeOf([place('c', 'b'), place('a'), place('b', 'a'), place('d', 'gone'), place('e', 'a')])
  it('puts each below its parent, with its path, and orphans at the top', () => {
    expect(tree.map((each) => [each.path, each.depth, each.below])).toEqual([['A', 0, 3], ['A / B', 1, 1], ['A / B / C', 2, 0], ['A / E', 1, 0], ['D', 0, 0]])
  })
  it('knows where a department cannot go: to itself and below', () => {
    expect([...familyOf(tree, 'b')].sort()).toEqual(['b', 'c'])
    expect(familyOf(tree, 'x').size).toBe(0)
  })
})

describe('what a role may do, in words', () => {
  const role = (more: Partial<Role>): Role => ({ key: 'r', label: { zh: 'r' }, ...more })
  it('says the reach of sight and of changes, and the deeds', () => {
    expect(roleWords(role({ manage: ['*'], objects: {} }), t)).toBe('管理整个工作区：人员、设置和全部数据')
    expect(roleWords(role({ objects: { '*': { create: true, read: 'own', update: 'own', share: 'own' } } }), t)).toBe('查看和修改本人负责的记录；可新建、共享')
    expect(roleWords(role({ objects: { '*': { read: 'all', update: 'own' } } }), t)).toBe('只能查看全部记录；查看和修改本人负责的记录')
    expect(roleWords(role({ objects: { '*': { read: 'own', update: 'all' } } }), t)).toBe('查看和修改全部记录')
    expect(roleWords(role({ objects: { customer: { read: 'all' } }, manage: ['people'] }), t)).toBe('仅限 1 个对象；管理人员和部门')
    expect(roleWords(role({}), t)).toBe('没有任何权限')
  })
})

describe('how somebody stands with signing in', () => {
  const one = (more: Partial<Someone>): Someone => ({ id: '1', title: 'x', departments: [], account: false, status: 'active', roles: [], email: null, mobile: null, staff_number: null, invited_until: null, ...more })
  it('is told by account, invitation and status', () => {
    expect([one({}), one({ invited_until: '2026-01-01T00:00:00Z' }), one({ account: true }), one({ account: true, status: 'disabled' })].map(stateOf)).toEqual(['none', 'invited', 'ready', 'disabled'])
    expect(isExpired(one({ invited_until: '2026-01-01T00:00:00Z' }), Date.parse('2026-01-02T00:00:00Z'))).toBe(true)
    expect(isExpired(one({}))).toBe(false)
  })
})
