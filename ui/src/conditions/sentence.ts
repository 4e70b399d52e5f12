import type { ObjectMeta } from '@/api/types'
import type { Speech } from '@/fields/types'
import { isGroup, type Filter, type FilterNode } from './model'
import { fieldsAt } from './read'
import { opText, valueText } from './words'

/** A sentence, or a group of them in brackets; null for one about a field that is gone. */
export function sentenceOf(node: FilterNode, object: ObjectMeta, objects: readonly ObjectMeta[], speech: Speech): string[] | null {
  const { t, words } = speech
  if (isGroup(node)) {
    const parts = node.rules.map((each) => sentenceOf(each, object, objects, speech)?.join(' ')).filter(Boolean)
    const joined = parts.join(` ${t(node.all === 'and' ? 'filter.and' : 'filter.or')} `)
    return parts.length > 0 ? [node.all === 'none' ? t('filter.noneOf', { parts: joined }) : `（${joined}）`] : null
  }
  const fields = fieldsAt(object, objects, node.field)
  const field = fields?.at(-1)
  if (!fields || !field) return null
  return [fields.map((each) => words(each.label)).join(' › '), opText(node.op, field, speech), valueText(node, field, speech)]
}

/** A whole filter as one line. */
export function filterText(filter: Filter | null | undefined, object: ObjectMeta, objects: readonly ObjectMeta[], speech: Speech): string {
  if (!filter) return ''
  const nodes: FilterNode[] = filter.all === 'none' ? [filter] : filter.rules
  const parts = nodes.map((node) => sentenceOf(node, object, objects, speech)?.join(' ').trim()).filter(Boolean)
  return parts.join(` ${speech.t(filter.all === 'or' ? 'filter.or' : 'filter.and')} `)
}
