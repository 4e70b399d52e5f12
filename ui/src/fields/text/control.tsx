import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

export const textControl: ControlUi = { Control: lineControl(), Many: WordsControl, picks: false }
