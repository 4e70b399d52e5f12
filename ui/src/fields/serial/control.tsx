import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

/** Only for conditions: serial numbers are made by the server. */
export const serialControl: ControlUi = { Control: lineControl(), Many: WordsControl, picks: false }
