import { useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Tag } from '@/ui/bits'
import { Go } from '@/ui/Go'
import type { Choices, Duplicates, Import } from './imports'
import { useNames } from './names'

const CONFLICTS = ['refuse', 'overwrite'] as const
const RULES: readonly Duplicates[] = ['fill', 'update', 'skip', 'create']
interface ChoicesProps { found: Import; objects: readonly ObjectMeta[]; mayModel: boolean; isBusy: boolean; /** Where the mapping is. */ map: string; onChoose: (choices: Partial<Choices>) => Promise<unknown> }

/** What the person decides once for all rows: what happens to known records, and what may be added that is not there yet. */
export function ChoicesCard({ found, objects, mayModel, isBusy, map, onChoose }: ChoicesProps) {
  const t = useT()
  const [wish, setWish] = useState<Partial<Choices>>({})
  /** Shown at once; the plan follows. Nothing is disabled meanwhile: the focus would be lost. */
  const choose = (next: Partial<Choices>): void => { if (isBusy) return; setWish(next); void onChoose(next).finally(() => { setWish({}) }) }
  const { fieldName, objectName } = useNames(objects)
  const { proposals } = found
  const choices = { ...found.choices, ...wish }
  const options = Object.entries(proposals.options).flatMap(([path, said]) => {
    const [object = '', field = ''] = path.split('.')
    return Object.entries(said).map(([word, rows]) => ({ key: `${path} ${word}`, text: t('imp.choice.optionOf', { word, field: fieldName(object, field) }), rows }))
  })
  const named = (found: Record<string, number> = {}) => Object.entries(found).map(([key, rows]) => ({ key, text: key, rows }))
  const fields = proposals.fields.map((offer) => ({ key: `${offer.object} ${offer.field}`, text: t('imp.choice.fieldOf', { field: Object.values(offer.label)[0] ?? offer.header, object: objectName(offer.object) }), rows: 0, isSure: offer.accepted }))
  const isTold = !choices.fields && proposals.fields.length > 0 && proposals.fields.every((offer) => offer.accepted)
  return (
    <section className="card imp-card" aria-labelledby="imp-choices">
      <h2 id="imp-choices">{t('imp.choices')}</h2>
      <fieldset aria-busy={isBusy}>
        <legend>{t('imp.duplicates')}</legend>
        {RULES.map((rule) => (
          <label key={rule}><input type="radio" className="check" name="duplicates" checked={choices.duplicates === rule} onChange={() => { choose({ duplicates: rule }) }} /><span><b>{t(`imp.duplicates.${rule}`)}</b> <span className="muted">{t(`imp.duplicatesText.${rule}`)}</span></span></label>
        ))}
      </fieldset>
      {(choices.conflicts === 'overwrite' || found.sheets.some((sheet) => sheet.reasons.some((reason) => reason.code === 'conflict'))) && (
        <fieldset aria-busy={isBusy}>
          <legend>{t('imp.conflicts')}</legend>
          {CONFLICTS.map((rule) => (
            <label key={rule}><input type="radio" className="check" name="conflicts" checked={choices.conflicts === rule} onChange={() => { choose({ conflicts: rule }) }} /><span><b>{t(`imp.conflicts.${rule}`)}</b> <span className="muted">{t(`imp.conflictsText.${rule}`)}</span></span></label>
          ))}
        </fieldset>
      )}
      {mayModel ? <Adding what="options" isOn={choices.options} items={options} onChange={(options) => { choose({ options }) }} /> : <NotMine what="options" items={options} map={map} />}
      <Adding what="people" isOn={choices.people} items={named(proposals.people)} onChange={(people) => { choose({ people }) }} />
      <Adding what="departments" isOn={choices.departments} items={named(proposals.departments)} onChange={(departments) => { choose({ departments }) }} />
      {mayModel ? <Adding what="fields" isOn={choices.fields || isTold} items={fields} isFixed={isTold} onChange={(fields) => { choose({ fields }) }} /> : <NotMine what="fields" items={fields} map={map} />}
    </section>
  )
}

interface Item { key: string; text: string; rows: number; isSure?: boolean }
interface AddingProps { what: 'options' | 'people' | 'departments' | 'fields'; isOn: boolean; items: readonly Item[]; isFixed?: boolean; onChange: (isOn: boolean) => void }
const SHOWN = 12

/** What only an administrator could add: what becomes of it now, and what the person can do. */
function NotMine({ what, items, map }: { what: 'options' | 'fields'; items: readonly Item[]; map: string }) {
  const t = useT()
  if (items.length === 0) return null
  return (
    <div className="imp-adding" data-what={what} data-may="false">
      <p><b>{t(`imp.cannot.${what}`)}</b> <span className="muted">{t(`imp.cannotText.${what}`)}</span> <Go to={map}>{t('imp.cannot.map')}</Go></p>
      <Items items={items} />
    </div>
  )
}

/** One kind of thing that the files name: whether what is not there yet is made. */
function Adding({ what, isOn, items, isFixed, onChange }: AddingProps) {
  const t = useT()
  if (items.length === 0) return null
  return (
    <div className="imp-adding" data-what={what}>
      <label><input type="checkbox" className="check" checked={isOn} disabled={isFixed} onChange={(event) => { onChange(event.target.checked) }} /><span><b>{t(`imp.add.${what}`)}</b> <span className="muted">{t(`imp.addText.${what}`)}</span></span></label>
      <Items items={items} />
    </div>
  )
}

function Items({ items }: { items: readonly Item[] }) {
  const t = useT()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? items : items.slice(0, SHOWN)
  return (
    <ul>
      {shown.map((each) => <li key={each.key}><Tag color={each.isSure ? 'green' : null}>{each.isSure && '✓ '}{each.text}{each.rows > 0 && <span className="num"> {formatNumber(each.rows)}</span>}</Tag></li>)}
      {shown.length < items.length && <li><Button look="link" onClick={() => { setWhole(true) }}>{t('imp.more', { count: items.length - shown.length })}</Button></li>}
    </ul>
  )
}
