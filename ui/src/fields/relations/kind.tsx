import { Go } from '@/ui/Go'
import { MANY_OPS, pickedKind } from '../make'
import { isRefs } from '../values'

export const relations = pickedKind({
  width: 200,
  Cell: ({ value, field, speech }) => {
    if (!isRefs(value)) return null
    return (
      <>
        {value.items.map((item, index) => (
          <span key={item.id}>{index > 0 && speech.t('list.comma')}<Go to={`/o/${field.target ?? ''}/${item.id}`} tabIndex={-1}>{item.title}</Go></span>
        ))}
        {Boolean(value.more) && '…'}
      </>
    )
  },
  toText: (value, _field, speech) => (isRefs(value) ? value.items.map((item) => item.title).join(speech.t('list.comma')) : ''),
  toWire: (value) => (isRefs(value) ? value.items.map((item) => item.id) : []),
  ops: MANY_OPS,
})
