import { Tag } from '@/ui/bits'
import { optionOf, optionText } from '../choice/kind'
import { MANY_OPS, pickedKind } from '../make'
import { listOf } from '../values'

export const choices = pickedKind({
  width: 180,
  Cell: ({ value, field, speech }) => (
    <span className="tags tags-line">{listOf(value).map((key) => <Tag key={key} color={optionOf(field, key)?.color}>{optionText(field, key, speech)}</Tag>)}</span>
  ),
  toText: (value, field, speech) => listOf(value).map((key) => optionText(field, key, speech)).join(speech.t('list.comma')),
  toWire: (value) => listOf(value),
  ops: MANY_OPS,
})
