import { Copy } from 'lucide-react'
import { useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { draftName, dropDraft, keptDraft } from '@/form/drafts'
import { useT, useWords } from '@/i18n'
import { useMe } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { copyText } from '@/ui/copyText'
import { toast } from '@/ui/toast'

/** What the person was writing about a record that is gone now, deleted or merged by somebody else: hers to take along. */
export function Unsaved({ objects, id }: { objects: readonly ObjectMeta[]; id: string }) {
  const t = useT()
  const words = useWords()
  const person = useMe()?.person.id ?? ''
  const [found, setFound] = useState(() => objects.flatMap((object) => {
    const name = draftName(person, `${object.key}@${id}`)
    const drafts = keptDraft(name)?.drafts ?? {}
    const text = object.fields.map(({ key }) => drafts[key]).filter((value) => typeof value === 'string' && value.trim() !== '').join('\n')
    return text ? [{ name, text, label: words(object.label) }] : []
  }))
  const copy = (text: string): void => { void copyText(text).then((done) => { if (done) toast(t('unsaved.copied')) }) }
  const drop = (name: string): void => { dropDraft(name); setFound(found.filter((one) => one.name !== name)) }
  return found.map(({ name, text, label }) => (
    <section key={name} className="card unsaved" aria-label={t('unsaved.title', { object: label })}>
      <h3>{t('unsaved.title', { object: label })}</h3>
      <textarea className="input unsaved-text" readOnly rows={4} value={text} aria-label={label} />
      <div className="row">
        <Button onClick={() => { copy(text) }}><Copy size={16} aria-hidden="true" />{t('act.copy')}</Button>
        <Button look="link" onClick={() => { drop(name) }}>{t('form.dropDraft')}</Button>
      </div>
    </section>
  ))
}
