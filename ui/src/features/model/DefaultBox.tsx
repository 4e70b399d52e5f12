import { useT, useWords } from '@/i18n'
import { FieldBox } from '@/ui/FieldBox'
import type { FieldDef } from './model'

const MOMENTS: Readonly<Record<string, '$today' | '$now' | '$me'>> = { date: '$today', datetime: '$now', person: '$me' }
const TYPED = new Set(['text', 'number', 'url', 'email'])

/** The value that a new record gets: of the moment for days and persons, an option for choices, else what is typed. */
export function DefaultBox({ draft, onChange }: { draft: FieldDef; onChange: (field: FieldDef) => void }) {
  const t = useT()
  const words = useWords()
  const moment = MOMENTS[draft.kind]
  const set = (value: unknown): void => { onChange({ ...draft, default: value }) }
  const select = (options: { value: string; label: string }[], value: string, read: (text: string) => unknown) => (
    <FieldBox label={t('model.part.default')}>
      {({ id }) => <select id={id} className="sel" value={value} onChange={(event) => { set(event.target.value === '' ? null : read(event.target.value)) }}><option value="">{t('model.nothing')}</option>{options.map((each) => <option key={each.value} value={each.value}>{each.label}</option>)}</select>}
    </FieldBox>
  )
  if (moment) return select([{ value: moment, label: t(`model.default.${moment}`) }], draft.default === moment ? moment : '', (text) => text)
  if (draft.kind === 'choice') return select((draft.options ?? []).filter((option) => !option.is_retired).map((option) => ({ value: option.key, label: words(option.label) })), typeof draft.default === 'string' ? draft.default : '', (text) => text)
  if (draft.kind === 'boolean') return select([{ value: 'true', label: t('model.yes') }, { value: 'false', label: t('model.no') }], draft.default === true ? 'true' : draft.default === false ? 'false' : '', (text) => text === 'true')
  if (!TYPED.has(draft.kind)) return null
  const isNumber = draft.kind === 'number'
  const shown = typeof draft.default === 'string' || typeof draft.default === 'number' ? String(draft.default) : ''
  return <FieldBox label={t('model.part.default')}>{({ id }) => <input id={id} className="input" type={isNumber ? 'number' : 'text'} step="any" value={shown} onChange={(event) => { const text = event.target.value; set(text === '' ? null : isNumber ? Number(text) : text) }} />}</FieldBox>
}
