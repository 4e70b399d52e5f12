import { ManyRecords } from '../relation/control'
import type { ControlUi } from '../types'

export const relationsControl: ControlUi = { Control: ManyRecords, Many: ManyRecords, picks: false }
