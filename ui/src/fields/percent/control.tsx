import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

export const percentControl: ControlUi = { Control: lineControl({ inputMode: 'decimal', className: 'input-num', placeholder: '%' }), Many: WordsControl, picks: false }
