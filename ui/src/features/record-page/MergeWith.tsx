import { useState } from 'react'
import type { Field, ObjectMeta, Rec, Refs } from '@/api/types'
import { relationsControl } from '@/fields/relations/control'
import { isRefs } from '@/fields/values'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { visit } from '@/ui/Go'

const NOBODY: Refs = { items: [], more: false }

/** Chooses with whom the open record is to be merged; what becomes of the fields is decided on the next page. */
export function MergeWith({ object, record, onClose }: { object: ObjectMeta; record: Rec; onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const [others, setOthers] = useState(NOBODY)
  const field: Field = { key: 'id', kind: 'relations', label: object.label, target: object.key, level: 'edit' }
  const ids = others.items.map((other) => other.id).filter((id) => id !== record.id)
  const go = (): void => { onClose(); visit(`/o/${object.key}/merge?ids=${[record.id, ...ids].join(',')}`) }
  return (
    <Dialog
      title={t('record.mergeWith', { name: record.title })} onClose={onClose}
      foot={<><span className="grow" /><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" disabled={ids.length === 0} onClick={go}>{t('record.compare')}</Button></>}
    >
      <p className="muted rmerge-hint">{t('record.mergeHint', { object: words(object.label) })}</p>
      <relationsControl.Control field={field} label={t('record.mergeOthers')} value={others} onChange={(value) => { setOthers(isRefs(value) ? value : NOBODY) }} />
    </Dialog>
  )
}
