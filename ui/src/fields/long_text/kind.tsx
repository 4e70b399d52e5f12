import { textKind } from '../make'
import { textOf } from '../values'

export const longText = textKind({
  width: 260,
  Cell: ({ value }) => <>{textOf(value).split('\n', 1)[0]}</>,
  ops: ['contains', 'starts_with', 'is_empty', 'not_empty'],
})
