import { lazy, Suspense, useImperativeHandle, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react'
import type { ObjectMeta } from '@/api/types'
import { kindOf } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { textOf } from '@/fields/values'
import { hasCommand, isComposing, isSubmitEnter } from '@/ui/keys'
import { toast } from '@/ui/toast'
import { OWN, toHtml, toOwn, toTsv } from './clipboard'
import type { Column } from './columns'
import type { CellEdit, Edits } from './edits'
import type { Asked, Range } from './range-acts'
import { wayOf } from './way'
import { afterEdit, gridAction, type Bounds, type Cell } from './keyboard'
import type { RowStore } from './store'
import { useTheirs, type useGridEdit } from './useGridEdit'

const PasteDialog = lazy(() => import('./PasteDialog').then((module) => ({ default: module.PasteDialog })))

interface GridGhostProps {
  ref: Ref<HTMLTextAreaElement>
  object: ObjectMeta
  edits: Edits
  onTouched: (edits: readonly CellEdit[]) => void
  gridId: string
  label: string
  columns: Column[]
  column: Column
  active: Cell
  anchor: Cell
  offset: number
  row: number
  editing: ReturnType<typeof useGridEdit>
  store: RowStore
  speech: Speech
  bounds: () => Bounds
  go: (to: Cell, extend?: boolean) => void
  onOpen: (row: number) => void
  onPeek: (row: number) => void
  onTick: (row: number, through: boolean) => void
  onLeave: () => void
}

const MOST_COPIED = 2000

function range(a: Cell, b: Cell) {
  return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) }
}

/**
 * The active cell: its frame, the range, and an input that lies invisible in it and has the focus. So an input method composes in a real
 * text box from the first key on; the box is shown when the first character arrives.
 */
export function GridGhost({ ref, object, edits, onTouched, gridId, label, columns, column, active, anchor, offset, row, editing, store, speech, bounds, go, onOpen, onPeek, onTick, onLeave }: GridGhostProps) {
  const input = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => input.current as HTMLTextAreaElement)
  const { edit } = editing
  const span = range(active, anchor)
  const isRange = span.top !== span.bottom || span.left !== span.right
  const [asked, setAsked] = useState<(Asked & { answer: (yes: boolean) => void }) | null>(null)
  const acting = (): Range => ({ object, store, columns, span, rows: bounds().rows, edits, speech, onTouched })
  const act = (what: 'clear' | 'fillDown' | 'undo' | 'redo'): void => { void import('./range-acts').then((acts) => acts[what](acting())) }
  const ask = (what: Asked): Promise<boolean> => new Promise((answer) => { setAsked({ ...what, answer }) })
  const typing = edit?.typed ? edit : null
  const field = column.field
  const isEditing = typing !== null
  useLayoutEffect(() => {
    const element = input.current
    if (!element || !isEditing) return
    element.focus({ preventScroll: true })
    element.setSelectionRange(element.value.length, element.value.length)
  }, [isEditing])

  const leaveEdit = (way: ReturnType<typeof wayOf>): void => { if (editing.commitTyped() && way) go(afterEdit(active, bounds(), way)) }
  const onEditKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !isComposing(event)) { event.preventDefault(); editing.cancel(); return }
    if (isRange && typing && hasCommand(event) && isSubmitEnter(event)) {
      event.preventDefault()
      const typed = textOf(typing.draft)
      editing.cancel()
      void import('./range-acts').then((acts) => acts.fill(acting(), typed))
      return
    }
    const way = wayOf(event, field.kind === 'long_text' && event.altKey)
    if (!way) return
    event.preventDefault()
    leaveEdit(way)
  }
  const onGridKey = (event: KeyboardEvent): void => {
    const action = gridAction(event, active, bounds())
    if (!action) return
    if (action.do !== 'edit' || event.key !== 'Process') event.preventDefault()
    switch (action.do) {
      case 'move': go(action.to, action.extend); break
      case 'edit': editing.start(active); break
      case 'open': onOpen(active.row); break
      case 'peek': onPeek(active.row); break
      case 'tick': onTick(active.row, event.shiftKey); break
      case 'all': go({ row: bounds().rows - 1, column: columns.length - 1 }, true); break
      case 'column': go({ row: 0, column: active.column }); go({ row: bounds().rows - 1, column: active.column }, true); break
      case 'clear': case 'fillDown': case 'undo': case 'redo': act(action.do); break
      case 'leave': onLeave(); break
    }
  }
  const onInput = (text: string): void => { if (typing) editing.type(text); else if (text) editing.start(active, text) }
  const onCopy = (event: ClipboardEvent): void => {
    if (typing) return
    const { top, bottom, left, right } = range(active, anchor)
    const rows = Array.from({ length: Math.min(bottom - top + 1, MOST_COPIED) }, (_, at) => store.record(top + at))
    event.preventDefault()
    if (bottom - top + 1 > MOST_COPIED || rows.includes(null)) { toast(speech.t('grid.copyLoaded'), { bad: true }); return }
    const fields = columns.slice(left, right + 1).map((each) => each.field)
    event.clipboardData.setData('text/plain', toTsv(rows, fields, speech))
    event.clipboardData.setData('text/html', toHtml(rows, fields, speech))
    event.clipboardData.setData(OWN, toOwn(object.key, rows, fields))
    toast(speech.t('grid.copied', { count: rows.length }))
  }
  const onPaste = (event: ClipboardEvent): void => {
    if (typing) return
    event.preventDefault()
    const text = event.clipboardData.getData('text/plain')
    const own = event.clipboardData.getData(OWN)
    void import('./range-acts').then((acts) => acts.paste(acting(), text, own, ask)).then((done) => {
      if (done) { go({ row: done.top, column: done.left }); go({ row: done.bottom, column: done.right }, true) }
    })
  }
  const first = columns[span.left]
  const last = columns[span.right]
  const top = active.row * row - offset
  const error = typing?.error ? speech.t(typing.error) : typing?.note
  const theirs = useTheirs(store, typing, speech)
  return (
    <>
      {isRange && first && last && (
        <div className="grid-layer"><div className="grid-range" style={{ left: first.left, top: span.top * row - offset, width: last.left + last.width - first.left, height: (span.bottom - span.top + 1) * row }} /></div>
      )}
      {asked && <Suspense fallback={null}><PasteDialog {...asked} onAnswer={(yes) => { asked.answer(yes); setAsked(null) }} /></Suspense>}
      <div className={`grid-layer ${column.isFrozen ? 'grid-layer-fixed' : ''}`}>
        <div className={`grid-active ${typing ? 'is-editing' : ''}`} style={{ left: column.left, top, width: column.width, height: row }} data-error={error ? true : undefined}>
          <textarea
            ref={input} rows={1} className={`grid-ghost ${kindOf(field).align === 'right' ? 'input-num' : ''}`} aria-label={typing ? speech.words(field.label) : label}
            aria-controls={gridId} aria-activedescendant={typing ? undefined : `${gridId}-${active.row}-${active.column}`} autoComplete="off" spellCheck={false}
            aria-invalid={error ? true : undefined} value={typing ? textOf(typing.draft) : ''} inputMode={typing ? 'text' : 'none'}
            onChange={(event) => { onInput(event.target.value) }} onCompositionStart={editing.compose} onKeyDown={typing ? onEditKey : onGridKey} onCopy={onCopy} onPaste={onPaste}
            onBlur={() => { if (typing) editing.commitTyped() }}
          />
          {(error || theirs) && <div className={`grid-note ${error ? '' : 'grid-theirs'}`} role="alert">{error || theirs}</div>}
        </div>
      </div>
    </>
  )
}
