import { describe, expect, it } from 'vitest'
import { placesOf } from './standing'

const stand = (text: string, changed = ''): { id: string; isChanged: boolean }[] => [...text].map((id) => ({ id, isChanged: changed.includes(id) }))
const told = (standing: string, changed: string, fitting: string, others = ''): string => {
  const places = placesOf(stand(standing, changed), [...fitting], new Set(others))
  return [...standing].map((id) => `${id}:${places.get(id)}`).filter((each) => !each.endsWith('here')).join(' ')
}

describe('where a row belongs', () => {
  it('is where it stands, as long as the order of those that fit is the same', () => {
    expect(told('abcd', 'b', 'abcd')).toBe('')
  })

  it('is elsewhere for the one that was changed, whichever way it went and however near', () => {
    expect(told('abcd', 'a', 'bcda')).toBe('a:moved')
    expect(told('abcd', 'd', 'dabc')).toBe('d:moved')
    expect(told('abcd', 'b', 'bacd')).toBe('b:moved')
    expect(told('abcd', 'c', 'acbd')).toBe('c:moved')
  })

  it('is told for as few rows as possible where all were changed', () => {
    expect(told('abcdef', 'abcdef', 'bcdefa')).toBe('a:moved')
    expect(told('abcd', 'abcd', 'dcba').split(' ')).toHaveLength(3)
  })

  it('is nowhere for what does not fit any more, or is not there any more', () => {
    expect(told('abcd', 'bc', 'ad', 'b')).toBe('b:left c:gone')
  })

  it('is no matter of records that only stand elsewhere', () => {
    expect(told('bc', 'b', 'abcd')).toBe('')
    expect(told('', '', 'a')).toBe('')
  })
})
