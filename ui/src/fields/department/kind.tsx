import { ONE_OPS, pickedKind } from '../make'
import { isRefValue } from '../values'

export const department = pickedKind({
  width: 120,
  Cell: ({ value }) => <>{isRefValue(value) ? value.title : ''}</>,
  toText: (value) => (isRefValue(value) ? value.title : ''),
  toWire: (value) => (isRefValue(value) ? value.id : null),
  ops: ONE_OPS,
})
