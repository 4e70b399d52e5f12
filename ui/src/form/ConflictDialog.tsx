import { useSyncExternalStore } from 'react'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { conflictStore } from './conflicts'
import './form.css'

/** Two people changed the same field: shows both values, and asks. */
export function ConflictDialog() {
  const speech = useSpeech()
  const open = useSyncExternalStore(conflictStore.subscribe, conflictStore.read)
  if (!open) return null
  const { t } = speech
  const text = (value: typeof open.yours): string => kindOf(open.field).toText(value, open.field, speech) || t('field.empty')
  return (
    <Dialog
      title={t('conflict.title', { field: speech.words(open.field.label) })} onClose={() => { open.answer('theirs') }}
      foot={<><span className="grow" /><Button onClick={() => { open.answer('theirs') }}>{t('conflict.keepTheirs')}</Button><Button look="primary" data-autofocus onClick={() => { open.answer('yours') }}>{t('conflict.useYours')}</Button></>}
    >
      <p>{t('conflict.text', { title: open.title })}</p>
      <dl className="conflict">
        <div><dt>{t('conflict.yours')}</dt><dd>{text(open.yours)}</dd></div>
        <div><dt>{t('conflict.theirs')}</dt><dd>{text(open.theirs)}</dd></div>
      </dl>
    </Dialog>
  )
}
