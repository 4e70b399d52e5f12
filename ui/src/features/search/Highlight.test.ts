import { describe, expect, it } from 'vitest'
import { highlighted } from './Highlight'

const shown = (text: string, question: string): string => highlighted(text, question).map((part) => (part.isHit ? `[${part.text}]` : part.text)).join('')

describe('words that were found', () => {
  it('are marked wherever they stand, whatever their case', () => {
    expect(shown('上海晨光智能装备有限公司', '晨光 上海')).toBe('[上海][晨光]智能装备有限公司')
    expect(shown('ABB China', 'abb')).toBe('[ABB] China')
  })
  it('are taken as they are, not as a pattern', () => {
    expect(shown('C++ (一期)', '(一期) +')).toBe('C[+][+] [(一期)]')
  })
  it('are not where only the pinyin fits, or nothing was asked', () => {
    expect(shown('晨光', 'cg')).toBe('晨光')
    expect(shown('晨光', ' ')).toBe('晨光')
  })
})
