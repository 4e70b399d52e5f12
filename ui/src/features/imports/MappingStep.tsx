import { useState } from 'react'
import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { currentLanguage, useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { mayImport } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { Tabs } from '@/ui/Tabs'
import { ColumnLine } from './ColumnLine'
import { namesOf } from './Earlier'
import { Frame, Wrong } from './Frame'
import { PERSON, type Import, type LeftOut, type Sheet, type Wishes } from './imports'
import { changesIn, draftOf, isLast, keyOf, meaningsOf, NO_DRAFT, samplesOf, tabOf, tell, untell, wishesOf, wrongColumn, type Draft, type Wrong as WrongColumn } from './plan'
import { useChange, useDraftKeeper, useRows } from './useImport'

interface MappingProps { found: Import; objects: readonly ObjectMeta[]; mayModel: boolean; href: (step?: string) => string; go: (href: string) => void }

/** What each sheet is about, and what each of its columns fills. Columns are collected and planned together: a large file takes its time. */
export function MappingStep({ found, objects, mayModel, href, go }: MappingProps) {
  const t = useT()
  const all = [...found.sheets, ...found.proposals.left_out]
  const [tab, setTab] = useState(() => keyOf(all[0] ?? { file: '', sheet: '' }))
  const [draft, setDraft] = useState<Draft>(() => draftOf(found.draft, found.sheets))
  const [sent, setSent] = useState<Wishes>({})
  const { plan, problem, isBusy, forget } = useChange(found.id)
  const { keep, kept } = useDraftKeeper(found.id)
  const sheet = all.find((each) => keyOf(each) === tab) ?? all[0]
  const changes = changesIn(draft)
  const send = async (wishes: Wishes, rest: Draft): Promise<boolean> => {
    setSent(wishes)
    await kept()
    const planned = await plan(wishes)
    if (planned) setDraft(rest)
    return planned !== null
  }
  /** Columns first, so that what was said about other sheets is not lost. */
  const become = (of: Sheet | LeftOut, object: string | null): void => {
    const others = untell(draft, of)
    const wishes = wishesOf(found.sheets, others, shortLanguage())
    void send({ sheets: [...(wishes.sheets ?? []), { sheet: of.sheet, file: of.file, object }] }, NO_DRAFT)
  }
  const next = async (): Promise<void> => {
    if (changes === 0 || await send(wishesOf(found.sheets, draft, shortLanguage()), NO_DRAFT)) go(href('check'))
  }
  const say = (next: Draft): void => { setDraft(next); keep(wishesOf(found.sheets, next, shortLanguage())) }
  const wrong = problem && wrongColumn(problem, sent, found.sheets)
  const place = found.sheets.findIndex((each) => keyOf(each) === keyOf(sheet ?? { file: '', sheet: '' }))
  const foot = (
    <>
      <span className="grow muted" role="status">{isBusy ? t('imp.planning') : changes > 0 ? t('imp.map.changes', { count: changes }) : ''}</span>
      {changes > 0 && !isBusy && <Button onClick={() => { say(NO_DRAFT); forget() }}>{t('imp.map.reset')}</Button>}
      <Button look="primary" disabled={isBusy} onClick={() => { void next() }}>{t('imp.map.next')}</Button>
    </>
  )
  return (
    <Frame stage="map" of={namesOf(found.files, t)} links={{ upload: '/import' }} foot={foot}>
      <p className="imp-lead">{t('imp.map.lead')}</p>
      <Tabs
        items={all.map((each) => ({ key: keyOf(each), label: tabOf(all, each), count: 'object' in each ? formatNumber(each.rows) : t('imp.map.leftOut') }))}
        value={keyOf(sheet ?? { file: '', sheet: '' })} onChange={setTab} label={t('imp.map.sheets')} panel="imp-sheet"
      />
      <div id="imp-sheet" role="tabpanel" aria-label={sheet?.sheet} className="imp-sheet" aria-busy={isBusy}>
        {problem && wrong?.sheet !== tab && <Wrong problem={problem} />}
        {sheet && <SheetChoice key={keyOf(sheet)} sheet={sheet} objects={objects} isBusy={isBusy} isLast={isLast(found)} onChange={(object) => { become(sheet, object) }} />}
        {place >= 0
          ? <Columns found={found} place={place} objects={objects} mayModel={mayModel} draft={draft} wrong={wrong} isBusy={isBusy} onDraft={say} />
          : sheet && <p className="muted">{sheet.rows === 0 ? t('imp.map.noRows') : ''}{t('imp.map.headers', { headers: sheet.headers.filter(Boolean).join(t('imp.comma')) })}</p>}
      </div>
    </Frame>
  )
}

const shortLanguage = (): string => (currentLanguage() === 'en' ? 'en' : 'zh')

interface SheetChoiceProps { sheet: Sheet | LeftOut; objects: readonly ObjectMeta[]; isBusy: boolean; isLast: boolean; onChange: (object: string | null) => void }

function SheetChoice({ sheet, objects, isBusy, isLast: isOnly, onChange }: SheetChoiceProps) {
  const t = useT()
  const words = useWords()
  const object = 'object' in sheet ? sheet.object : ''
  const known = objects.filter((each) => mayImport(each) || each.key === object)
  return (
    <div className="imp-what">
      <label htmlFor="imp-object">{t('imp.map.about')}</label>
      <select id="imp-object" className="sel" value={object} aria-busy={isBusy} onChange={(event) => { if (!isBusy) onChange(event.target.value || null) }}>
        {known.map((each) => <option key={each.key} value={each.key}>{words(each.plural) || words(each.label)}</option>)}
        <option value={PERSON}>{t('imp.people')}</option>
        <option value="" disabled={isOnly && object !== ''}>{t('imp.map.leaveSheet')}</option>
      </select>
      <span className="muted num">{t('imp.rows', { count: sheet.rows, n: formatNumber(sheet.rows) })}{'object' in sheet && <ReadAs sheet={sheet} />}</span>
    </div>
  )
}

/** Where the header is, if not at the top, and how a text file is written. */
function ReadAs({ sheet }: { sheet: Sheet }) {
  const t = useT()
  const [first] = sheet.header_rows
  return (
    <>
      {first === undefined ? t('imp.map.headerNone') : first > 1 ? t('imp.map.headerAt', { n: sheet.header_rows.join('–') }) : ''}
      {sheet.encoding && sheet.encoding !== 'utf-8' && t('imp.map.encoding', { name: sheet.encoding.toUpperCase() })}
    </>
  )
}

interface ColumnsProps { found: Import; place: number; objects: readonly ObjectMeta[]; mayModel: boolean; draft: Draft; wrong: WrongColumn | null; isBusy: boolean; onDraft: (draft: Draft) => void }

function Columns({ found, place, objects, mayModel, draft, wrong, isBusy, onDraft }: ColumnsProps) {
  const t = useT()
  const rows = useRows(found, place)
  const sheet = found.sheets[place]
  if (!sheet) return null
  return (
    <>
      {rows.error && <Wrong problem={asProblem(rows.error)} />}
      <div className="imp-cols-head" aria-hidden="true"><span>{t('imp.map.column')}</span><span>{t('imp.map.samples')}</span><span>{t('imp.map.fills')}</span><span>{t('imp.map.why')}</span></div>
      <ul className="imp-cols">
        {meaningsOf(sheet, draft, found.choices.fields).map((meaning) => (
          <ColumnLine
            key={meaning.index} sheet={sheet} meaning={meaning} samples={rows.data ? samplesOf(rows.data.items, meaning.index) : null} objects={objects} mayModel={mayModel} isBusy={isBusy}
            error={wrong && wrong.sheet === keyOf(sheet) && wrong.index === meaning.index ? wrong.message : undefined}
            onChange={(targets) => { onDraft(targets ? tell(draft, sheet, meaning.index, targets) : untell(draft, sheet, meaning.index)) }}
          />
        ))}
      </ul>
    </>
  )
}
