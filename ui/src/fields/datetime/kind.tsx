import { formatDateTime, formatZoned } from '@/i18n/format'
import { instantOf, readDay } from '@/i18n/zone'
import { DAY_OPS, ok, textKind } from '../make'
import type { Value } from '@/api/types'
import { isEmptyValue, narrow, textOf } from '../values'

function shown(value: Value): string {
  return typeof value === 'string' && value ? formatDateTime(value) : ''
}

/** `2026-11-24 10:30` in the reader's zone, which the tooltip names; without a time it is midnight. */
export const datetime = textKind({
  width: 150,
  Cell: ({ value }) => <span className="num" title={typeof value === 'string' && value ? formatZoned(value) : undefined}>{shown(value)}</span>,
  toText: shown,
  toDraft: shown,
  parse: (draft) => {
    if (isEmptyValue(draft)) return ok(null)
    const match = /^(.*?)(?:[\sT]+(\d{1,2})[:：](\d{2}))?$/.exec(narrow(textOf(draft)))
    const day = readDay(match?.[1] ?? '')
    const hour = Number(match?.[2] ?? 0)
    const minute = Number(match?.[3] ?? 0)
    if (!day || hour > 23 || minute > 59) return { ok: false, code: 'invalid.datetime' }
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
    return ok(instantOf({ year, month, day: date, hour, minute, second: 0 }).toISOString().replace('.000Z', 'Z'))
  },
  ops: DAY_OPS,
})
