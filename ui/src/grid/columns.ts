import type { ColumnChoice, Field, ObjectMeta, RowHeight } from '@/api/types'
import { shownFields, tagFields } from '@/meta/objects'
import { kindOf } from '@/fields/registry'

/** `isFrozen`: stays in sight when the table is moved sideways. */
export interface Column { field: Field; left: number; width: number; isTitle: boolean; isFrozen: boolean }

/** Heights of rows, in pixels. */
export const ROWS: Readonly<Record<RowHeight, number>> = { small: 32, medium: 36, large: 48 }
export const HEAD = 36
/** Width of the column with row numbers and ticks. */
export const TICKS = 48
const TITLE_WIDTH = 260
const FIRST_COLUMNS = 10
const BEFORE_OWNER = 4
const SELDOM = new Set(['created_by', 'updated_by', 'department', 'created_at', 'state'])

/** What a new visitor sees: the title, then the object's own fields, the owner, and when it was changed last. */
export function defaultColumns(object: ObjectMeta): string[] {
  const fields = shownFields(object).filter((field) => field.kind !== 'long_text' && !SELDOM.has(field.key))
  const rest = fields.filter((field) => field.key !== object.title)
  const own = rest.filter((field) => !field.system).slice(0, FIRST_COLUMNS)
  const tags = tagFields(object).map((field) => field.key).filter((key) => rest.some((field) => field.key === key))
  const keys = [...new Set([...tags, ...own.map((field) => field.key)])]
  const system = rest.filter((field) => field.system).map((field) => field.key)
  const owner = system.filter((key) => key === 'owner')
  return [object.title, ...keys.slice(0, BEFORE_OWNER), ...owner, ...keys.slice(BEFORE_OWNER), ...system.filter((key) => key !== 'owner')]
}

export function widthOf(object: ObjectMeta, field: Field): number {
  return field.key === object.title ? TITLE_WIDTH : kindOf(field).width
}

/** The wanted fields that exist, the title first, with their places; the first `frozen` of them stay in sight. */
export function layColumns(object: ObjectMeta, choices: readonly ColumnChoice[], frozen = 1): Column[] {
  const fields = shownFields(object)
  const title = choices.find((choice) => choice.field === object.title) ?? { field: object.title }
  const wanted = [title, ...choices.filter((choice) => choice.field !== object.title)]
  const found = wanted.flatMap((choice) => { const field = fields.find((each) => each.key === choice.field); return field ? [{ field, width: choice.width }] : [] })
  let left = TICKS
  return found.map(({ field, width }, index) => {
    const isTitle = field.key === object.title
    const column = { field, left, width: width ?? widthOf(object, field), isTitle, isFrozen: isTitle || index < frozen }
    left += column.width
    return column
  })
}

/** How far the columns that stay in sight reach. */
export function fixedWidth(fixed: readonly Column[]): number {
  const last = fixed.at(-1)
  return last ? last.left + last.width : TICKS
}
