import type { Field, FieldKind, ObjectMeta } from '@/api/types'
import type { Speech } from '@/fields/types'
import { say, wordsIn } from '@/i18n'

export function field(kind: FieldKind, more: Partial<Field> = {}): Field {
  return { key: kind, kind, label: { zh: kind, en: kind }, level: 'edit', ...more }
}

export const speech: Speech = { t: say, lang: 'zh-CN', words: (words) => wordsIn('zh-CN', words) }

export function object(fields: Field[], more: Partial<ObjectMeta> = {}): ObjectMeta {
  return { key: 'customer', label: { zh: '客户', en: 'Customer' }, title: 'name', can: { create: true, read: true, update: true, delete: true }, fields, ...more }
}
