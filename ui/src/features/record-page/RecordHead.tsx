import { ArrowLeft, ChevronLeft, ChevronRight, Ellipsis, PenLine } from 'lucide-react'
import type { Field, ObjectMeta, Rec } from '@/api/types'
import { FieldValue, valueIn } from '@/fields/FieldValue'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue } from '@/fields/values'
import { dayOf, formatNumber } from '@/i18n/format'
import { daysBetween, today } from '@/i18n/zone'
import { fieldOf, shownFields, tagFields } from '@/meta/objects'
import { StarButton } from '@/meta/StarButton'
import { listHref, recordHref, type View } from '@/meta/view'
import { Avatar } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { MenuButton, type MenuGroup } from '@/ui/Menu'
import { usePosition } from './useRecord'

interface RecordHeadProps { object: ObjectMeta; record: Rec; view: View; isPhone: boolean; onWrite: (() => void) | null; actions: MenuGroup[] }

/** Some choices as tags say what kind of record this is. */
function headTags(object: ObjectMeta, record: Rec): Field[] {
  return tagFields(object).filter((field) => field.key !== object.path?.field && !isEmptyValue(valueIn(record, field.key)))
}

/** The number, who answers for it, and the days that are computed: last contact, last purchase. */
function headFacts(object: ObjectMeta, record: Rec): Field[] {
  const serial = shownFields(object).find((field) => field.kind === 'serial' && !isEmptyValue(valueIn(record, field.key)))
  const computed = shownFields(object).filter((field) => field.computed_from && field.key in record)
  return [serial, fieldOf(object, 'owner'), ...computed].filter((field) => field !== undefined)
}

/** Beyond a year nobody counts the days. */
const YEAR = 365

function Fact({ field, record }: { field: Field; record: Rec }) {
  const speech = useSpeech()
  const value = valueIn(record, field.key)
  const days = field.computed_from && typeof value === 'string' && !record._masked?.includes(field.key) ? daysBetween(dayOf(value), today()) : null
  return (
    <span className="rfact">
      <span className="muted">{speech.words(field.label)}</span> <FieldValue field={field} record={record} speech={speech} dash />
      {days !== null && days < YEAR && <span className="muted">{days === 0 ? speech.t('time.today') : speech.t('record.daysAgo', { count: days })}</span>}
    </span>
  )
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

export function RecordHead({ object, record, view, isPhone, onWrite, actions }: RecordHeadProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const plural = words(object.plural) || words(object.label)
  return (
    <header className="rhead">
      <Go to={listHref(object.key, view)} className="btn btn-plain btn-icon" aria-label={t('state.back', { object: plural })} title={t('state.back', { object: plural })}><ArrowLeft size={18} /></Go>
      {!isPhone && <Avatar name={record.title || words(object.label)} size="l" square />}
      <div className="grow">
        <h1 className="ellipsis" title={record.title}>{record.title || words(object.label)}</h1>
        <div className="rhead-tags">
          {headTags(object, record).map((field) => <FieldValue key={field.key} field={field} record={record} speech={speech} />)}
          {headFacts(object, record).map((field) => <Fact key={field.key} field={field} record={record} />)}
        </div>
      </div>
      {!isPhone && <Neighbours object={object} record={record} view={view} />}
      <StarButton what={{ object: object.key, record: record.id }} />
      {!isPhone && onWrite && <Button onClick={onWrite}><PenLine size={16} aria-hidden="true" />{t('record.write')}</Button>}
      {!isPhone && <MenuButton label={t('act.more')} icon={<Ellipsis size={18} />} groups={actions} />}
    </header>
  )
}
