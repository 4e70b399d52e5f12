import { newKey } from '@/api/client'
import { batchRecords, queryRecords, type BatchResult } from '@/api/records'
import type { Field, ObjectMeta, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { addTexts, say } from '@/i18n'
import type { CellEdit } from './edits'
import type { RowStore } from './store'

/** A value that a cell shall get; `version` is that of the record when its old value was read. */
export interface CellWrite { id: string; version: number; field: Field; before: Value; value: Value }
export interface Written { done: CellEdit[]; refused: number }

/** Rows of one request, and rows that are read again in one. */
const ROWS = 500
const READ = 200

/** Writes many cells: shown at once, marked while on the way; a cell that is refused gets its old value back and says why, the others stay. */
export async function writeCells(object: ObjectMeta, store: RowStore, writes: readonly CellWrite[]): Promise<Written> {
  await addTexts('cells')
  const byRecord = new Map<string, CellWrite[]>()
  for (const write of writes) byRecord.set(write.id, [...(byRecord.get(write.id) ?? []), write])
  for (const write of writes) store.show(write.id, write.field.key, write.value)
  const groups = [...byRecord.values()]
  const done: CellEdit[] = []
  for (let at = 0; at < groups.length; at += ROWS) done.push(...await writeRows(object, store, groups.slice(at, at + ROWS), true))
  await readAgain(object, store, [...new Set(done.map((edit) => edit.id))])
  return { done, refused: writes.length - done.length }
}

async function writeRows(object: ObjectMeta, store: RowStore, groups: readonly CellWrite[][], mayRetry: boolean): Promise<CellEdit[]> {
  const rows = groups.map((cells) => ({ update: { id: cells[0]?.id, version: cells[0]?.version, ...Object.fromEntries(cells.map(({ field, value }) => [field.key, kindOf(field).toWire(value)])) } }))
  let results: BatchResult[]
  try {
    results = (await batchRecords(object.key, rows, newKey())).results
  } catch (cause) {
    for (const write of groups.flat()) fail(store, write, cause instanceof Error && cause.message ? cause.message : say('error.offline'))
    return []
  }
  const done: CellEdit[] = []
  const again: CellWrite[][] = []
  for (const result of results) {
    const cells = groups[result.index] ?? []
    if (!result.error) { done.push(...cells.map((write) => succeed(store, write, result.version ?? write.version))); continue }
    const said = new Map(result.error.fields.map((each) => [each.field, each.message]))
    const named = cells.filter((write) => said.has(write.field.key))
    // One cell that cannot stay leaves its neighbours alone.
    const others = mayRetry && named.length > 0 ? cells.filter((write) => !named.includes(write)) : []
    for (const write of cells) if (!others.includes(write)) fail(store, write, said.get(write.field.key) ?? result.error.detail)
    if (others.length > 0) again.push(others)
  }
  return again.length > 0 ? [...done, ...await writeRows(object, store, again, false)] : done
}

function succeed(store: RowStore, write: CellWrite, version: number): CellEdit {
  const record = store.record(store.indexOf(write.id))
  if (record) store.replace({ ...record, version: Math.max(version, record.version) })
  store.setMark(write.id, write.field.key, null)
  return { id: write.id, field: write.field, before: write.before, after: write.value, version }
}

function fail(store: RowStore, write: CellWrite, message: string): void {
  store.takeBack(write.id, write.field.key)
  store.setMark(write.id, write.field.key, { state: 'failed', draft: kindOf(write.field).toDraft(write.value, write.field), message })
}

/** The server may have given values its own spelling. */
async function readAgain(object: ObjectMeta, store: RowStore, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += READ) {
    const some = ids.slice(at, at + READ)
    const page = await queryRecords(object.key, { where: { field: 'id', op: 'in', value: some }, limit: some.length }).catch(() => null)
    for (const record of page?.items ?? []) store.replace(record)
  }
}
