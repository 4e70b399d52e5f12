import type { ComponentType } from 'react'
import type { Field, Op, Value } from '@/api/types'
import type { Lang, T, TextKey, Words } from '@/i18n'

/** What turning a value into text depends on. */
export interface Speech { t: T; lang: Lang; words: (words: Words | string | null | undefined) => string }

export interface CellProps { value: Value; field: Field; speech: Speech }

export type Invalid = Extract<TextKey, `invalid.${string}`>
export type Parsed = { ok: true; value: Value } | { ok: false; code: Invalid }

/** How one kind of field looks and reads. Everything here is synchronous and small; controls are in `controls.ts`. */
export interface KindUi {
  /** Width of a column to begin with. */
  width: number
  align?: 'right'
  /** In a grid the value is typed as text; other kinds are picked. */
  typed: boolean
  Cell: ComponentType<CellProps>
  /** What is copied, shown in history and in chips. */
  toText: (value: Value, field: Field, speech: Speech) => string
  /** What the control edits: text for typed kinds, else the value itself. */
  toDraft: (value: Value, field: Field) => Value
  parse: (draft: Value, field: Field) => Parsed
  /** What the server is sent. */
  toWire: (value: Value) => unknown
  ops: readonly Op[]
}

export interface ControlProps {
  id?: string
  label?: string | undefined
  value: Value
  field: Field
  onChange: (draft: Value) => void
  autoFocus?: boolean
  /** Show the list at once. */
  autoOpen?: boolean
  invalid?: boolean
  describedBy?: string | undefined
  disabled?: boolean
}

/** A control, and whether a choice in it is the end of the edit. */
export interface ControlUi {
  Control: ComponentType<ControlProps>
  /** For conditions with a list of values. */
  Many: ComponentType<ControlProps>
  picks: boolean
  multiline?: boolean
}
