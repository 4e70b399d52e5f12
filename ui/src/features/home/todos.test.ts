import { describe, expect, it } from 'vitest'
import type { ObjectMeta, Rec } from '@/api/types'
import { field, object } from '@/test/objects'
import { dueQuery, grouped, movedTo, nextMonday, todoOf, type Due } from './todos'

const due: Due = { date: 'next', done: 'finished', text: 'step', person: 'who' }
const fields = [field('date', { key: 'next' }), field('boolean', { key: 'finished' }), field('text', { key: 'step' }), field('person', { key: 'who' }), field('relation', { key: 'customer', target: 'customer' })]
const visit: ObjectMeta = object(fields, { key: 'visit', timeline: ['customer'], due })
const rec = (more: Partial<Rec> = {}): Rec => ({ id: '1', version: 1, title: '拜访', next: '2026-11-24', step: '', ...more })

describe('to-dos [R371: to-dos by definition]', () => {
  it('ask for what is mine, due within a week and not done, by the fields that the definition names', () => {
    const body = dueQuery(visit, due, '2026-11-24')
    expect(body.sort).toEqual(['-next'])
    expect(body.fields).toEqual(['title', 'next', 'finished', 'step', 'customer'])
    expect(body.where).toEqual({ and: [
      { or: [{ field: 'who', op: 'eq', value: '$me' }, { and: [{ field: 'who', op: 'is_empty' }, { field: 'owner', op: 'eq', value: '$me' }] }] },
      { field: 'next', op: 'le', value: '2026-12-01' },
      { not: { field: 'finished', op: 'eq', value: true } },
    ] })
  })

  it('are the owner\'s where the definition names no person, and end with the day where the field has a time', () => {
    const timed = object([field('datetime', { key: 'next' }), ...fields.slice(1)], { key: 'visit', due: { ...due, person: null } })
    const where = dueQuery(timed, { ...due, person: null }, '2026-11-24').where
    expect(where).toMatchObject({ and: [{ field: 'owner', op: 'eq', value: '$me' }, { value: '2026-12-01T15:59:59.000Z' }, {}] })
  })

  it('say the words of the field, else the title, and what they are about', () => {
    expect(todoOf(visit, due, rec({ step: '报价', customer: { id: 'c', title: '晨光' } }))).toMatchObject({ text: '报价', day: '2026-11-24', about: { object: 'customer', ref: { title: '晨光' } } })
    expect(todoOf(visit, due, rec({ step: ' ' }))).toMatchObject({ text: '拜访', about: null, mayFinish: true, mayMove: true })
  })

  it('offer nothing that the person may not do', () => {
    expect(todoOf(visit, due, rec({ _read_only: ['finished'] }))).toMatchObject({ mayFinish: false, mayMove: true })
    expect(todoOf(visit, due, rec({ _can: { update: false } }))).toMatchObject({ mayFinish: false, mayMove: false })
  })

  it('stand by their day: today, the latest of the past first, the next of the coming first, the long past at the end', () => {
    const all = ['2026-11-30', '2026-11-20', '2026-10-24', '2026-11-24', '2026-11-23', '2026-11-25', '2026-10-25'].map((next) => todoOf(visit, due, rec({ id: next, next })))
    expect(grouped(all, '2026-11-24').map((group) => [group.key, ...group.items.map((each) => each.day)])).toEqual([
      ['today', '2026-11-24'], ['late', '2026-11-23', '2026-11-20', '2026-10-25'], ['soon', '2026-11-25', '2026-11-30'], ['old', '2026-10-24'],
    ])
  })

  it('move to the Monday after, and keep their time of day', () => {
    expect(nextMonday('2026-11-23')).toBe('2026-11-30')
    expect(nextMonday('2026-11-29')).toBe('2026-11-30')
    expect(movedTo('2026-11-30', '2026-11-24')).toBe('2026-11-30')
    expect(movedTo('2026-11-30', '2026-11-24T02:30:00Z')).toBe('2026-11-30T02:30:00.000Z')
  })
})
