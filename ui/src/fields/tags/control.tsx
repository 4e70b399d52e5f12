import { WordsControl } from '../inputs'
import type { ControlUi } from '../types'

export const tagsControl: ControlUi = { Control: WordsControl, Many: WordsControl, picks: false }
