import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

export const numberControl: ControlUi = { Control: lineControl({ inputMode: 'decimal', className: 'input-num' }), Many: WordsControl, picks: false }
