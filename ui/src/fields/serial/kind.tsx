import { textKind } from '../make'
import { textOf } from '../values'

export const serial = textKind({ width: 140, typed: false, Cell: ({ value }) => <span className="num">{textOf(value)}</span> })
