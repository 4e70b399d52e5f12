import { ArrowLeft, ChevronLeft, ChevronRight, Ellipsis, Link, PenLine, Trash2 } from 'lucide-react'
import type { Field, ObjectMeta, Rec } from '@/api/types'
import { outside } from '@/api/workspace'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue } from '@/fields/values'
import { formatNumber } from '@/i18n/format'
import { can, shownFields, tagFields } from '@/meta/objects'
import { StarButton } from '@/meta/StarButton'
import { listHref, recordHref, type View } from '@/meta/view'
import { Avatar } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { MenuButton, type MenuItem } from '@/ui/Menu'
import { toast } from '@/ui/toast'
import { usePosition } from './useRecord'

interface RecordHeadProps { object: ObjectMeta; record: Rec; view: View; isPhone: boolean; onWrite: (() => void) | null; onDelete: () => void }

/** Some choices as tags, and the number, say what kind of record this is. */
function keyFields(object: ObjectMeta, record: Rec): Field[] {
  const serial = shownFields(object).filter((field) => field.kind === 'serial').slice(0, 1)
  return [...tagFields(object), ...serial].filter((field) => !isEmptyValue(valueIn(record, field.key)))
}

function Neighbours({ object, record, view }: Pick<RecordHeadProps, 'object' | 'record' | 'view'>) {
  const { t } = useSpeech()
  const at = usePosition(object, record.id, view)
  if (!at) return null
  const step = (id: string | null, label: string, icon: typeof ChevronLeft, key: string) => {
    const Icon = icon
    return id
      ? <Go to={recordHref(object.key, id, view)} className="btn btn-plain btn-icon btn-small" aria-label={label} title={label} data-step={key}><Icon size={16} /></Go>
      : <span className="btn btn-plain btn-icon btn-small is-off" aria-hidden="true"><Icon size={16} /></span>
  }
  return (
    <nav className="near" aria-label={t('record.neighbours')}>
      {step(at.previous, t('record.previous'), ChevronLeft, 'k')}
      <span className="num">{formatNumber(at.position)}{at.total !== null && ` / ${formatNumber(at.total)}`}</span>
      {step(at.next, t('record.next'), ChevronRight, 'j')}
    </nav>
  )
}

export function RecordHead({ object, record, view, isPhone, onWrite, onDelete }: RecordHeadProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const plural = words(object.plural) || words(object.label)
  const copy = (): void => { void navigator.clipboard?.writeText(location.origin + outside(recordHref(object.key, record.id))).then(() => { toast(t('record.copied')) }) }
  const items: MenuItem[] = [{ key: 'link', label: t('record.copyLink'), icon: <Link size={16} />, onPick: copy }]
  if (!isPhone && can(object, 'delete', record)) items.push({ key: 'delete', label: t('act.delete'), icon: <Trash2 size={16} />, danger: true, onPick: onDelete })
  return (
    <header className="rhead">
      <Go to={listHref(object.key, view)} className="btn btn-plain btn-icon" aria-label={t('state.back', { object: plural })} title={t('state.back', { object: plural })}><ArrowLeft size={18} /></Go>
      {!isPhone && <Avatar name={record.title || words(object.label)} size="l" square />}
      <div className="grow">
        <h1 className="ellipsis" title={record.title}>{record.title || words(object.label)}</h1>
        <div className="rhead-tags">
          {keyFields(object, record).map((field) => (
            <span key={field.key} className={field.kind === 'serial' ? 'muted' : undefined}>{field.kind === 'serial' && `${words(field.label)} `}<FieldValue field={field} record={record} speech={speech} /></span>
          ))}
          {!isPhone && <Neighbours object={object} record={record} view={view} />}
        </div>
      </div>
      <StarButton what={{ object: object.key, record: record.id }} />
      {!isPhone && onWrite && <Button onClick={onWrite}><PenLine size={16} aria-hidden="true" />{t('record.write')}</Button>}
      {!isPhone && <MenuButton label={t('act.more')} icon={<Ellipsis size={18} />} groups={[{ key: 'record', items }]} />}
    </header>
  )
}
