import { useQueryClient } from '@tanstack/react-query'
import type { Field, ObjectMeta, Rec, Value } from '@/api/types'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import type { Edits } from '@/grid/edits'
import type { RowStore } from '@/grid/store'
import { forgetObjects } from '@/meta/objects'
import { toast } from '@/ui/toast'

/** Saves a cell: shown at once, marked while on the way; refused, it gets its old value back and keeps what was typed. */
export function useSaveCell(object: ObjectMeta, store: RowStore, touches: (field: string) => boolean, edits: Edits, onTouched: (id: string) => void) {
  const speech = useSpeech()
  const { t } = speech
  const client = useQueryClient()
  return async (record: Rec, field: Field, value: Value): Promise<void> => {
    const before = record[field.key]
    const turn = edits.turn()
    store.show(record.id, field.key, value)
    const { reasonOf, saveField } = await import('@/form/save')
    const saved = await saveField(object, record, field, value)
    if (saved.state === 'refused') {
      const reason = reasonOf(saved.problem, field.key, t('error.text'))
      store.takeBack(record.id, field.key)
      store.setMark(record.id, field.key, { state: 'failed', draft: kindOf(field).toDraft(value, field), message: reason })
      const typed = saved.problem.status === 404 ? kindOf(field).toText(value, field, speech) : ''
      toast(typed ? t('save.goneTyped', { reason, text: typed }) : t('save.failed', { reason }), { bad: true })
      if (saved.problem.status === 404) onTouched(record.id)
      if (saved.problem.status === 403) forgetObjects(client)
      return
    }
    if (saved.state === 'saved') edits.add([{ id: record.id, field, before: (before ?? null) as Value, after: value, version: saved.record.version }], turn)
    if (saved.state === 'theirs') { store.takeBack(record.id, field.key); onTouched(record.id) }
    store.setMark(record.id, field.key, null)
    if (saved.state === 'saved' && touches(field.key)) onTouched(record.id)
  }
}
