import { Tag } from '@/ui/bits'
import { MANY_OPS, pickedKind } from '../make'
import { listOf } from '../values'

export const tags = pickedKind({
  width: 180,
  Cell: ({ value }) => <span className="tags tags-line">{listOf(value).map((word) => <Tag key={word} word={word}>{word}</Tag>)}</span>,
  toText: (value, _field, speech) => listOf(value).join(speech.t('list.comma')),
  toWire: (value) => listOf(value),
  ops: MANY_OPS,
})
