import { Avatar } from '@/ui/bits'
import { ONE_OPS, pickedKind } from '../make'
import { isRefValue } from '../values'

export const person = pickedKind({
  width: 116,
  Cell: ({ value }) => (isRefValue(value) ? <span className="who"><Avatar name={value.title} /><span className="ellipsis">{value.title}</span></span> : null),
  toText: (value) => (isRefValue(value) ? value.title : ''),
  toWire: (value) => (isRefValue(value) ? value.id : null),
  ops: ONE_OPS,
})
