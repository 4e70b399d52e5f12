import { ChoicesControl } from '../choice/control'
import type { ControlUi } from '../types'

export const choicesControl: ControlUi = { Control: ChoicesControl, Many: ChoicesControl, picks: false }
