import type { ObjectMeta, Rec, Value } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { addTexts, say } from '@/i18n'
import { isEditable } from '@/meta/objects'
import { toast } from '@/ui/toast'
import type { OwnCells } from './clipboard'
import type { Column } from './columns'
import { turned, type CellEdit, type Edits } from './edits'
import { ownValue, Reader, type Read } from './reading'
import type { RowStore } from './store'
import { parseTsv } from './tsv'
import { writeCells, type CellWrite } from './writing'

export interface Span { top: number; bottom: number; left: number; right: number }
/** A range of a list, and what its cells are changed by. */
export interface Range { object: ObjectMeta; store: RowStore; columns: readonly Column[]; span: Span; rows: number; edits: Edits; speech: Speech; onTouched: (edits: readonly CellEdit[]) => void }
export interface Asked { cells: number; rows: number; columns: number }

/** From here on one is asked first. */
export const MANY = 200
/** More rows than this are a job for an import. */
const MOST_ROWS = 5000

const heightOf = ({ top, bottom }: Span): number => bottom - top + 1
const widthOf = ({ left, right }: Span): number => right - left + 1
const same = (a: Value, b: Value): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Puts cells of the clipboard into the list, from the range's first cell on; a single one fills the whole range. */
export async function paste(range: Range, text: string, own: string, ask: (asked: Asked) => Promise<boolean>): Promise<Span | null> {
  await addTexts('cells')
  const cells = readOwn(own)
  const texts = parseTsv(text)
  const height = cells?.rows.length ?? texts.length
  const width = cells?.kinds.length ?? Math.max(0, ...texts.map((row) => row.length))
  if (height === 0 || width === 0) return null
  const fills = heightOf(range.span) % height === 0 && widthOf(range.span) % width === 0
  const wanted = fills ? range.span : { ...range.span, bottom: range.span.top + height - 1, right: range.span.left + width - 1 }
  const span = { ...wanted, bottom: Math.min(wanted.bottom, range.rows - 1), right: Math.min(wanted.right, range.columns.length - 1) }
  if (heightOf(span) > MOST_ROWS || !isLoaded(range.store, span)) { toast(say('cells.notLoaded'), { bad: true }); return null }
  const asked: Asked = { cells: heightOf(span) * widthOf(span), rows: heightOf(span), columns: widthOf(span) }
  if (asked.cells > MANY && !await ask(asked)) return null
  const outside = [...(wanted.bottom > span.bottom ? [say('cells.tooLong', { n: wanted.bottom - span.bottom })] : []), ...(wanted.right > span.right ? [say('cells.tooWide', { n: wanted.right - span.right })] : [])]
  const reader = new Reader()
  await apply(range, span, 'paste', async (_record, column, row, at) => {
    const [y, x] = [(row - span.top) % height, (at - span.left) % width]
    const value = cells ? ownValue(cells, y, x, range.object.key, column.field) : undefined
    return value === undefined ? reader.read(texts[y]?.[x] ?? '', column.field) : { ok: true, value }
  }, outside)
  return span
}

function readOwn(text: string): OwnCells | null {
  try {
    return text ? JSON.parse(text) as OwnCells : null
  } catch {
    return null
  }
}

/** Empties the range. */
export async function clear(range: Range): Promise<void> {
  const reader = new Reader()
  await apply(range, range.span, 'clear', (_record, column) => reader.read('', column.field))
}

/** Gives every row the values of the range's first. */
export async function fillDown(range: Range): Promise<void> {
  const first = range.store.record(range.span.top)
  if (!first) return
  await apply(range, { ...range.span, top: range.span.top + 1 }, 'fill', (_record, column) => Promise.resolve({ ok: true, value: valueIn(first, column.field.key) ?? null }))
}

/** Gives every cell of the range what was typed into one. */
export async function fill(range: Range, typed: string): Promise<void> {
  const reader = new Reader()
  await apply(range, range.span, 'fill', (_record, column) => reader.read(typed, column.field))
}

type What = 'paste' | 'clear' | 'fill'

async function apply(range: Range, span: Span, what: What, valueFor: (record: Rec, column: Column, row: number, at: number) => Promise<Read>, outside: readonly string[] = []): Promise<void> {
  await addTexts('cells')
  const { object, store, columns } = range
  if (heightOf(span) > MOST_ROWS || !isLoaded(store, span)) { toast(say('cells.notLoaded'), { bad: true }); return }
  const writes: CellWrite[] = []
  let refused = 0
  let locked = 0
  for (let row = span.top; row <= span.bottom; row += 1) {
    for (let at = span.left; at <= span.right; at += 1) {
      const record = store.record(row)
      const column = columns[at]
      if (!record || !column) continue
      const { field } = column
      if (store.isGone(record.id) || !isEditable(object, field, record)) { locked += 1; continue }
      const before = valueIn(record, field.key) ?? null
      const read = await valueFor(record, column, row, at)
      if (!read.ok) { refused += 1; store.setMark(record.id, field.key, { state: 'failed', draft: read.draft, message: read.reason }); continue }
      if (!same(kindOf(field).toWire(read.value) as Value, kindOf(field).toWire(before) as Value)) writes.push({ id: record.id, version: record.version, field, before, value: read.value })
    }
  }
  const written = await writeCells(object, store, writes)
  range.edits.add(written.done)
  range.onTouched(written.done)
  tell(range, what, written.done, refused + written.refused, locked, outside)
}

function tell(range: Range, what: What, done: readonly CellEdit[], refused: number, locked: number, outside: readonly string[]): void {
  const parts = [
    say(`cells.did.${what}`, { count: done.length }), ...(refused > 0 ? [say('cells.refused', { count: refused })] : []),
    ...(locked > 0 ? [say('cells.locked', { count: locked })] : []), ...outside,
  ]
  const action = done.length > 0 ? { action: { label: say('act.undo'), run: () => { void undo(range) } } } : {}
  toast(parts.join(say('cells.comma')), { bad: refused > 0 || (done.length === 0 && locked > 0), ...action })
}

function isLoaded(store: RowStore, span: Span): boolean {
  for (let row = span.top; row <= span.bottom; row += 1) if (!store.record(row)) return false
  return true
}

type Writer = Pick<Range, 'object' | 'store' | 'edits' | 'onTouched'>

/** Takes back one's own newest edit of this list. What somebody else has changed since stays, and says so. */
export async function undo(range: Writer): Promise<void> {
  await addTexts('cells')
  const edits = range.edits.takeUndo()
  if (!edits) { toast(say('cells.noUndo')); return }
  const done = await again(range, edits.map(turned))
  range.edits.wasUndone(done)
  toast(say('cells.undone', { count: done.length }), { bad: done.length < edits.length })
}

/** Does again what was taken back. */
export async function redo(range: Writer): Promise<void> {
  await addTexts('cells')
  const edits = range.edits.takeRedo()
  if (!edits) { toast(say('cells.noRedo')); return }
  const done = await again(range, edits)
  range.edits.wasRedone(done)
  toast(say('cells.redone', { count: done.length }), { bad: done.length < edits.length })
}

async function again(range: Writer, edits: readonly CellEdit[]): Promise<CellEdit[]> {
  const writes = edits.map((edit): CellWrite => ({ id: edit.id, version: edit.version, field: edit.field, before: edit.before, value: edit.after }))
  const { done } = await writeCells(range.object, range.store, writes)
  range.onTouched(done)
  return done
}
