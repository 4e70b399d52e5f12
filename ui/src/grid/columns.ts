import type { Field, ObjectMeta } from '@/api/types'
import { shownFields, tagFields } from '@/meta/objects'
import { kindOf } from '@/fields/registry'

export interface Column { field: Field; left: number; width: number; isTitle: boolean }

export const ROW = 36
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

/** The wanted fields that exist, the title first, with their places. */
export function layColumns(object: ObjectMeta, keys: readonly string[]): Column[] {
  const fields = shownFields(object)
  const wanted = [object.title, ...keys.filter((key) => key !== object.title)]
  const found = wanted.map((key) => fields.find((field) => field.key === key)).filter((field) => field !== undefined)
  let left = TICKS
  return found.map((field) => {
    const isTitle = field.key === object.title
    const column = { field, left, width: isTitle ? TITLE_WIDTH : kindOf(field).width, isTitle }
    left += column.width
    return column
  })
}
