import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { CellControl } from '@/fields/CellControl'
import type { Field, Value } from '@/api/types'
import { kindOf, validate } from '@/fields/registry'
import type { Speech } from '@/fields/types'
import { isComposing } from '@/ui/keys'
import type { RowStore } from './store'
import { useTheirs, type Edit } from './useGridEdit'
import { wayOf, type Way } from './way'

interface GridEditorProps {
  edit: Edit
  store: RowStore
  speech: Speech
  onDone: (value: Value, way: Way) => void
  onCancel: () => void
}

/** The editor of kinds that are picked: the control of the form, over the cell. */
export function GridEditor({ edit, store, speech, onDone, onCancel }: GridEditorProps) {
  const { field, note } = edit
  const [draft, setDraft] = useState<Value>(edit.draft)
  const theirs = useTheirs(store, edit, speech)
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef({ draft, onDone, onCancel })
  useEffect(() => { latest.current = { draft, onDone, onCancel } })

  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target)) return
      const { draft: now, onDone: done, onCancel: cancel } = latest.current
      if (validate(now, field)) cancel()
      else done(parsedValue(now, field), 'stay')
    }
    addEventListener('pointerdown', outside, true)
    return () => { removeEventListener('pointerdown', outside, true) }
  }, [field])

  const finish = (value: Value, way: Way): void => { if (!validate(value, field)) onDone(parsedValue(value, field), way) }
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Escape' && !isComposing(event)) { event.preventDefault(); onCancel(); return }
    const way = wayOf(event)
    if (!way) return
    event.preventDefault()
    finish(draft, way)
  }
  return (
    <div ref={box} className="grid-control" onKeyDown={onKeyDown}>
      <CellControl field={field} label={speech.words(field.label)} value={draft} onChange={setDraft} onPicked={(value) => { finish(value, 'stay') }} />
      {(note || theirs) && <div className={`grid-note ${note ? '' : 'grid-theirs'}`} role="alert">{note || theirs}</div>}
    </div>
  )
}

function parsedValue(draft: Value, field: Field): Value {
  const parsed = kindOf(field).parse(draft, field)
  return parsed.ok ? parsed.value : null
}
