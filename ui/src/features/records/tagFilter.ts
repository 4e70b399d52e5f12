import type { ObjectMeta } from '@/api/types'
import { isGroup, type Filter, type Rule } from '@/conditions/model'
import { listOf } from '@/fields/values'
import type { Value } from '@/api/types'
import type { View } from '@/meta/view'
import { filterOf } from '@/conditions/filterOf'

/** The filter with one more tag: a second click on another tag asks for either. */
export function withTag(object: ObjectMeta, view: View, field: string, word: string): Filter {
  const now = filterOf(object, [object], view) ?? { all: 'and', rules: [] }
  const rule: Rule = { field, op: 'has_any', value: [word] }
  if (now.all !== 'and') return { all: 'and', rules: [now, rule] }
  const known = now.rules.find((node) => !isGroup(node) && node.field === field && node.op === 'has_any')
  if (!known || isGroup(known)) return { all: 'and', rules: [...now.rules, rule] }
  const words = [...new Set([...listOf(known.value as Value), word])]
  return { all: 'and', rules: now.rules.map((node) => (node === known ? { ...known, value: words } : node)) }
}
