import { useCallback, useRef, useState, useSyncExternalStore } from 'react'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { isKnown, kindOf, validate } from '@/fields/registry'
import type { Invalid, Speech } from '@/fields/types'
import { say } from '@/i18n'
import { isEditable } from '@/meta/objects'
import { isHalfTyped } from '@/ui/composition'
import { toast } from '@/ui/toast'
import type { Column } from './columns'
import type { Cell } from './keyboard'
import type { RowStore } from './store'

export interface Edit { cell: Cell; record: Rec; field: Field; draft: Value; typed: boolean; error: Invalid | null; note: string }

/** The cell being edited, and how an edit starts and ends. */
export function useGridEdit(object: ObjectMeta, store: RowStore, columns: readonly Column[], onSave: (record: Rec, field: Field, value: Value) => void) {
  const [edit, setEdit] = useState<Edit | null>(null)
  const whole = useRef<Value>(null)
  /** An input method begins a word: what stands there is whole, or nothing if the word itself opens the editor. */
  const compose = (): void => { whole.current = edit ? edit.draft : null }

  /** Starts, if the cell may be edited; with `text` the value is replaced by what was typed. */
  const start = (cell: Cell, text?: string): boolean => {
    const field = columns[cell.column]?.field
    const record = store.record(cell.row)
    if (record && store.isGone(record.id)) { toast(say('grid.goneEdit'), { bad: true }); return false }
    if (!field || !record || !isKnown(field) || !isEditable(object, field, record)) return false
    const kind = kindOf(field)
    if (text !== undefined && !kind.typed) return false
    const mark = store.mark(record.id, field.key)
    const refused = mark?.state === 'failed' ? mark : null
    const draft = text ?? (refused ? (refused.draft as Value) : kind.toDraft(valueIn(record, field.key), field))
    setEdit({ cell, record, field, draft, typed: kind.typed, error: null, note: refused?.message ?? '' })
    return true
  }

  /** Saves a typed draft, without a word that an input method has not finished; false if it cannot be read yet. */
  const commitTyped = (): boolean => {
    if (!edit) return true
    const draft = isHalfTyped() ? whole.current : edit.draft
    if (draft === null) { cancel(); return true }
    const error = validate(draft, edit.field)
    if (error) { setEdit({ ...edit, draft, error }); return false }
    const parsed = kindOf(edit.field).parse(draft, edit.field)
    finish(parsed.ok ? parsed.value : null)
    return true
  }

  const finish = (value: Value): void => {
    if (!edit) return
    const before = valueIn(edit.record, edit.field.key)
    const kind = kindOf(edit.field)
    setEdit(null)
    if (JSON.stringify(kind.toWire(value)) !== JSON.stringify(kind.toWire(before))) onSave(edit.record, edit.field, value)
    else store.setMark(edit.record.id, edit.field.key, null)
  }

  const cancel = (): void => {
    if (edit) store.setMark(edit.record.id, edit.field.key, null)
    setEdit(null)
  }
  const type = (draft: string): void => { if (edit) setEdit({ ...edit, draft, error: null }) }
  return { edit, start, type, compose, commitTyped, finish, cancel }
}

/** What somebody else has made of the cell since its editor was opened; nothing if it is as it was. */
export function useTheirs(store: RowStore, edit: Edit | null, speech: Speech): string {
  const at = edit?.cell.row ?? -1
  const subscribe = useCallback((listener: () => void) => store.subscribeRow(at, listener), [store, at])
  const now = useSyncExternalStore(subscribe, () => store.record(at))
  if (!edit || now?.id !== edit.record.id || now.version <= edit.record.version) return ''
  const { field } = edit
  const [before, after] = [valueIn(edit.record, field.key), valueIn(now, field.key)]
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return ''
  return speech.t('grid.theirs', { value: kindOf(field).toText(after, field, speech) || speech.t('field.empty') })
}
