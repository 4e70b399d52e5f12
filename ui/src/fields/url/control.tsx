import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

export const urlControl: ControlUi = { Control: lineControl({ inputMode: 'url' }), Many: WordsControl, picks: false }
