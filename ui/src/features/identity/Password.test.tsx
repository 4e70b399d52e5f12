import { expect, it } from 'vitest'
import { isGoodPassword, passwordRules } from './Password'

it('wants twelve varied characters that do not hold the login', () => {
  expect(isGoodPassword('kurz', 'mara')).toBe(false)
  expect(isGoodPassword('aaaaaaaaaaaaaaa', 'mara')).toBe(false)
  expect(isGoodPassword('mara-is-my-name', 'mara@example.cn')).toBe(false)
  expect(isGoodPassword('correct horse battery', 'mara@example.cn')).toBe(true)
})

it('counts characters as people do', () => {
  expect(passwordRules('一二三四五六七八九十甲乙', '')[0]).toEqual({ key: 'long', met: true })
})
