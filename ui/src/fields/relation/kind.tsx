import { Go } from '@/ui/Go'
import { ONE_OPS, pickedKind } from '../make'
import { isRefValue } from '../values'

export const relation = pickedKind({
  width: 180,
  Cell: ({ value, field }) => {
    if (!isRefValue(value)) return null
    return field.target ? <Go to={`/o/${field.target}/${value.id}`} tabIndex={-1}>{value.title}</Go> : <>{value.title}</>
  },
  toText: (value) => (isRefValue(value) ? value.title : ''),
  toWire: (value) => (isRefValue(value) ? value.id : null),
  ops: ONE_OPS,
})
