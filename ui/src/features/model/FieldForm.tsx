import { useState } from 'react'
import type { FieldKind } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { FieldBox } from '@/ui/FieldBox'
import { DefaultBox } from './DefaultBox'
import { LabelBoxes } from './LabelBoxes'
import { freeKey, usesOf, type FieldDef, type Held, type Model } from './model'
import { OptionsEditor } from './OptionsEditor'

interface FormProps { draft: FieldDef; onChange: (field: FieldDef) => void; held: Held; model: Model; present: FieldDef | null; onBack: (() => void) | undefined; onMerged: () => void }

const NUMBERS = new Set<FieldKind>(['number', 'money', 'percent'])

/** A text of words, parted by commas of either kind. */
const listOf = (text: string): string[] => text.split(/[,，、;；]/).map((word) => word.trim()).filter(Boolean)

function KindBox({ draft, onChange, model, present, onBack }: FormProps) {
  const t = useT()
  const words = useWords()
  const nameOf = (kind: FieldKind): string => words(model.kinds.find((each) => each.key === kind)?.label)
  if (!present) {
    return <div className="model-kind-line"><span className="field-label">{t('model.kind')}</span><b>{nameOf(draft.kind)}</b><span className="muted grow">{t(`model.about.${draft.kind}`)}</span>{onBack && <Button small onClick={onBack}>{t('model.otherKind')}</Button>}</div>
  }
  const to = model.kinds.find((each) => each.key === present.kind)?.to ?? []
  return (
    <FieldBox label={t('model.kind')} help={to.length > 0 ? t('model.kindHelp') : t('model.kindFixed')}>
      {({ id, describedBy }) => (
        <select id={id} className="sel" aria-describedby={describedBy} disabled={to.length === 0} value={draft.kind} onChange={(event) => { const kind = event.target.value as FieldKind; onChange(kind === present.kind ? { ...draft, kind } : fitted(draft, kind)) }}>
          {[present.kind, ...to].map((kind) => <option key={kind} value={kind}>{nameOf(kind)}</option>)}
        </select>
      )}
    </FieldBox>
  )
}

/** What another kind cannot have is left out. */
function fitted(draft: FieldDef, kind: FieldKind): FieldDef {
  const keepsOptions = kind === 'choice' || kind === 'choices'
  return { ...draft, kind, options: keepsOptions ? draft.options ?? [] : [], format: null, pattern: null, default: null, decimals: null, currency: null }
}

function KeyBox({ draft, onChange, held }: FormProps) {
  const t = useT()
  const propose = async (): Promise<void> => { onChange({ ...draft, key: await freeKey(draft.label.zh || draft.label.en || '', held.definition.key) }) }
  return (
    <FieldBox label={t('model.key')} help={t('model.keyHelp')}>
      {({ id, describedBy }) => (
        <div className="row"><input id={id} className="input" value={draft.key} maxLength={40} pattern="[a-z][a-z0-9_]*" autoCapitalize="none" spellCheck={false} placeholder={t('model.keyAuto')} aria-describedby={describedBy} onChange={(event) => { onChange({ ...draft, key: event.target.value }) }} />
          <Button onClick={() => { void propose() }} disabled={!(draft.label.zh || draft.label.en)}>{t('model.keyPropose')}</Button></div>
      )}
    </FieldBox>
  )
}

function Details({ draft, onChange, model, present }: FormProps) {
  const t = useT()
  const words = useWords()
  const formats = model.kinds.find((each) => each.key === draft.kind)?.formats ?? []
  return (
    <>
      {(draft.kind === 'relation' || draft.kind === 'relations') && (
        <FieldBox label={t('model.target')} required help={present ? t('model.targetFixed') : undefined}>
          {({ id, describedBy }) => (
            <select id={id} className="sel" required disabled={present !== null} aria-describedby={describedBy} value={draft.target ?? ''} onChange={(event) => { onChange({ ...draft, target: event.target.value }) }}>
              <option value="">{t('model.choose')}</option>{model.items.map((one) => <option key={one.key} value={one.key}>{words(one.label)}</option>)}
            </select>
          )}
        </FieldBox>
      )}
      {draft.kind === 'serial' && <FieldBox label={t('model.pattern')} required help={t('model.patternHelp')}>{({ id, describedBy }) => <input id={id} className="input" required aria-describedby={describedBy} value={draft.pattern ?? ''} onChange={(event) => { onChange({ ...draft, pattern: event.target.value }) }} />}</FieldBox>}
      {formats.length > 0 && (
        <FieldBox label={t('model.format')} help={t('model.formatHelp')}>
          {({ id, describedBy }) => <select id={id} className="sel" aria-describedby={describedBy} value={draft.format ?? ''} onChange={(event) => { onChange({ ...draft, format: event.target.value || null }) }}><option value="">{t('model.formatNone')}</option>{formats.map((format) => <option key={format} value={format}>{format === 'credit_code' ? t('model.format.credit_code') : format}</option>)}</select>}
        </FieldBox>
      )}
      {NUMBERS.has(draft.kind) && <FieldBox label={t('model.decimals')}>{({ id }) => <input id={id} className="input" type="number" min={0} max={10} value={draft.decimals ?? ''} onChange={(event) => { onChange({ ...draft, decimals: event.target.value === '' ? null : Number(event.target.value) }) }} />}</FieldBox>}
    </>
  )
}

/** Everything that can be said of a field of its kind. */
export function FieldForm(props: FormProps) {
  const { draft, onChange, held, model, present } = props
  const t = useT()
  const words = useWords()
  const [aka, setAka] = useState((draft.aka ?? []).join('、'))
  const kind = model.kinds.find((each) => each.key === draft.kind)
  const isTitle = present !== null && usesOf(held.definition, present.key).includes('title')
  const isOurs = draft.kind === 'serial'
  return (
    <>
      <KindBox {...props} />
      <LabelBoxes value={draft.label} onChange={(label) => { onChange({ ...draft, label }) }} autoFocus={!present} />
      {!present && <KeyBox {...props} />}
      <Details {...props} />
      {(draft.kind === 'choice' || draft.kind === 'choices') && <OptionsEditor object={held.definition.key} field={draft} stored={present} onMerged={props.onMerged} onChange={(options) => { onChange({ ...draft, options }) }} />}
      <fieldset className="model-checks">
        <legend className="field-label">{t('model.rules')}</legend>
        {!isOurs && <label><input type="checkbox" className="check" checked={draft.required ?? false} onChange={(event) => { onChange({ ...draft, required: event.target.checked }) }} /><span>{t('model.part.required')}<small>{t('model.requiredHelp')}</small></span></label>}
        {kind?.unique && !isOurs && <label><input type="checkbox" className="check" checked={draft.unique ?? false} onChange={(event) => { onChange({ ...draft, unique: event.target.checked }) }} /><span>{t('model.part.unique')}<small>{t('model.uniqueHelp')}</small></span></label>}
        {(draft.kind === 'text' || draft.kind === 'long_text') && !isTitle && <label><input type="checkbox" className="check" checked={draft.search ?? false} onChange={(event) => { onChange({ ...draft, search: event.target.checked }) }} /><span>{t('model.search')}<small>{t('model.searchHelp')}</small></span></label>}
      </fieldset>
      <div className="model-pair">
        <FieldBox label={t('model.part.section')}>
          {({ id }) => <select id={id} className="sel" value={draft.section ?? ''} onChange={(event) => { onChange({ ...draft, section: event.target.value || null }) }}><option value="">{t('model.noSection')}</option>{(held.definition.sections ?? []).map((section) => <option key={section.key} value={section.key}>{words(section.label)}</option>)}</select>}
        </FieldBox>
        <DefaultBox draft={draft} onChange={onChange} />
      </div>
      <FieldBox label={t('model.part.help')}>{({ id }) => <input id={id} className="input" maxLength={200} value={draft.help?.zh ?? ''} onChange={(event) => { const zh = event.target.value; onChange({ ...draft, help: zh || draft.help?.en ? { ...draft.help, zh } : null }) }} />}</FieldBox>
      <FieldBox label={t('model.part.aka')} help={t('model.akaHelp')}>{({ id, describedBy }) => <input id={id} className="input" aria-describedby={describedBy} value={aka} onChange={(event) => { setAka(event.target.value); onChange({ ...draft, aka: listOf(event.target.value) }) }} />}</FieldBox>
    </>
  )
}
