import type { Field, ObjectMeta, Rec } from '@/api/types'
import { FieldValue } from '@/fields/FieldValue'
import { useSpeech } from '@/fields/useSpeech'
import { useLanguage, useT } from '@/i18n'
import { recordHref } from '@/meta/view'
import { Kbd } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import type { Candidate, Doubtful, Offer } from './imports'
import { useNames } from './names'

type Values = Record<string, unknown>
const NAMED = new Set(['person', 'department', 'relation', 'relations'])
const TECHNICAL = new Set(['id', 'version', 'title'])

/** The row beside what it may be the same as, field by field; what differs stands out. */
export function Compare({ item, objects, offers, isBusy, onMerge }: { item: Doubtful; objects: readonly ObjectMeta[]; offers: readonly Offer[]; isBusy: boolean; onMerge: (candidate: Candidate) => void }) {
  const t = useT()
  const isEnglish = useLanguage() === 'en'
  const { fieldName } = useNames(objects, offers)
  const object = objects.find((each) => each.key === item.object)
  const others = item.candidates.map((candidate): Values => candidate.row?.values ?? candidate.record ?? {})
  const keys = [...new Set([item.values, ...others].flatMap((values) => Object.keys(values).filter((key) => isShown(values[key]))))].filter((key) => !key.startsWith('_') && !TECHNICAL.has(key))
  const order = (key: string): number => { const at = object?.fields.findIndex((field) => field.key === key) ?? -1; return at < 0 ? 999 : object?.fields[at]?.system ? 500 + at : at }
  return (
    <div className="imp-scroll" tabIndex={0} role="region" aria-label={t('imp.doubtful.compare')}>
      <table className="imp-compare">
        <thead>
          <tr>
            <th scope="col">{t('imp.doubtful.field')}</th>
            <th scope="col"><b>{t('imp.doubtful.this', { n: item.row })}</b></th>
            {item.candidates.map((candidate, at) => (
              <th key={at} scope="col">
                <b>{candidate.row ? t('imp.doubtful.otherRow', { n: candidate.row.row }) : candidate.record && object ? <Go to={recordHref(object.key, candidate.record.id)}>{t('imp.doubtful.record')}</Go> : t('imp.doubtful.record')}</b>
                <small>{candidate.reasons.map((reason) => (isEnglish ? reason.en : reason.zh)).join(t('imp.comma'))}{'\u00a0· '}{Math.round(candidate.score * 100)}%</small>
                <Button look={at === 0 ? 'primary' : 'normal'} disabled={isBusy} onClick={() => { onMerge(candidate) }}>{t('imp.doubtful.merge')} <Kbd>{at + 1}</Kbd></Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keys.sort((a, b) => order(a) - order(b)).map((key) => (
            <tr key={key}>
              <th scope="row">{fieldName(item.object, key)}</th>
              <td><Cell object={object} name={key} values={item.values} /></td>
              {others.map((values, at) => <td key={at} data-differs={isShown(values[key]) && isShown(item.values[key]) && !isSame(values[key], item.values[key])}><Cell object={object} name={key} values={values} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const isShown = (value: unknown): boolean => value !== null && value !== undefined && value !== ''
const nameIn = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'title' in value ? value.title : value)
const isSame = (one: unknown, other: unknown): boolean => canonical(nameIn(one)) === canonical(nameIn(other))

/** The same text for the same value, whatever the order of its parts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b))) : part)) ?? ''
}

function Cell({ object, name, values }: { object: ObjectMeta | undefined; name: string; values: Values }) {
  const speech = useSpeech()
  const value = values[name]
  if (!isShown(value)) return <span className="nil">—</span>
  const field: Field | undefined = object?.fields.find((each) => each.key === name)
  // A row names people and records; which ones are meant is found out when it is written.
  if (!field || (typeof value === 'string' && NAMED.has(field.kind))) return <>{typeof value === 'string' ? value : canonical(value)}</>
  return <FieldValue field={field} record={values as Rec} speech={speech} dash />
}
