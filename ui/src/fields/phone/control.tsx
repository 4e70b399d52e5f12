import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

export const phoneControl: ControlUi = { Control: lineControl({ type: 'tel', inputMode: 'tel' }), Many: WordsControl, picks: false }
