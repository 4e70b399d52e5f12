import { textKind } from '../make'

export const text = textKind({ width: 200 })
