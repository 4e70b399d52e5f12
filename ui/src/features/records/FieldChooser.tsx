import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import { shownFields } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import './chooser.css'

export interface FieldChooserProps { object: ObjectMeta; keys: readonly string[]; isOwn: boolean; onChoose: (keys: string[] | null) => void }

function moved(keys: readonly string[], at: number, by: number): string[] {
  const next = [...keys]
  const [key] = next.splice(at, 1)
  if (key !== undefined) next.splice(at + by, 0, key)
  return next
}

/** Which columns a table has, and in which order. The title always stands first. */
export function FieldChooser({ object, keys, isOwn, onChoose }: FieldChooserProps) {
  const { t, words } = useSpeech()
  const fields = shownFields(object).filter((field) => field.key !== object.title)
  const chosen = keys.filter((key) => fields.some((field) => field.key === key))
  const others = fields.filter((field) => !chosen.includes(field.key))
  const labelOf = (key: string): string => words(fields.find((field) => field.key === key)?.label)
  const toggle = (key: string): void => { onChoose(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]) }
  return (
    <div className="chooser">
      <ul>
        {chosen.map((key, at) => (
          <li key={key} className="chooser-item">
            <label className="row grow"><input type="checkbox" className="check" checked onChange={() => { toggle(key) }} /><span className="ellipsis">{labelOf(key)}</span></label>
            <IconButton small label={t('fields.up', { name: labelOf(key) })} disabled={at === 0} onClick={() => { onChoose(moved(chosen, at, -1)) }}><ArrowUp size={14} /></IconButton>
            <IconButton small label={t('fields.down', { name: labelOf(key) })} disabled={at === chosen.length - 1} onClick={() => { onChoose(moved(chosen, at, 1)) }}><ArrowDown size={14} /></IconButton>
          </li>
        ))}
      </ul>
      {others.length > 0 && <div className="menu-line" />}
      <ul>
        {others.map((field) => (
          <li key={field.key} className="chooser-item">
            <label className="row grow"><input type="checkbox" className="check" checked={false} onChange={() => { toggle(field.key) }} /><span className="ellipsis">{words(field.label)}</span></label>
          </li>
        ))}
      </ul>
      {isOwn && <div className="chooser-foot"><Button look="link" onClick={() => { onChoose(null) }}>{t('fields.standard')}</Button></div>}
    </div>
  )
}
