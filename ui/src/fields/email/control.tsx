import { lineControl, WordsControl } from '../inputs'
import type { ControlUi } from '../types'

// Not type="email": the browser's own check speaks another language than the page.
export const emailControl: ControlUi = { Control: lineControl({ inputMode: 'email' }), Many: WordsControl, picks: false }
