import type { Op, Value } from '@/api/types'
import type { CellProps, KindUi, Parsed } from './types'
import { isEmptyValue, textOf } from './values'

export const NO_VALUE = ['is_empty', 'not_empty'] as const satisfies readonly Op[]
export const TEXT_OPS: readonly Op[] = ['contains', 'eq', 'ne', 'starts_with', 'in', 'not_in', ...NO_VALUE]
export const ORDER_OPS: readonly Op[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'between', 'in', 'not_in', ...NO_VALUE]
export const DAY_OPS: readonly Op[] = ['within', 'eq', 'ne', 'before', 'after', 'ge', 'le', 'between', 'gt', 'lt', 'in', 'not_in', ...NO_VALUE]
export const ONE_OPS: readonly Op[] = ['eq', 'ne', 'in', 'not_in', ...NO_VALUE]
export const MANY_OPS: readonly Op[] = ['has_any', 'has_all', 'has_none', ...NO_VALUE]

export const ok = (value: Value): Parsed => ({ ok: true, value })
export const asIs = (value: Value): Value => value

/** A kind whose value is a line of text. */
export function textKind(more: Partial<KindUi> = {}): KindUi {
  return {
    width: 180,
    typed: true,
    Cell: TextCell,
    toText: (value) => textOf(value),
    toDraft: (value) => textOf(value),
    parse: (draft) => {
      const text = textOf(draft).trim()
      return text.length > 1_000_000 ? { ok: false, code: 'invalid.long' } : ok(text === '' ? null : text)
    },
    toWire: (value) => (isEmptyValue(value) ? null : value),
    ops: TEXT_OPS,
    ...more,
  }
}

export function TextCell({ value }: CellProps) {
  return <>{textOf(value)}</>
}

/** A kind whose value is picked, not typed. */
export function pickedKind(more: Partial<KindUi> & Pick<KindUi, 'Cell' | 'toText' | 'ops' | 'width'>): KindUi {
  return { typed: false, toDraft: asIs, parse: (draft) => ok(isEmptyValue(draft) ? null : draft), toWire: (value) => (isEmptyValue(value) ? null : value), ...more }
}
