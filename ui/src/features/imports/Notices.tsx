import type { ReactNode } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useLanguage, useT, type TextKey } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import type { Import, Offer, Reason, Sheet } from './imports'
import { useNames } from './names'
import { keyOf, tabOf } from './plan'

/** A reason that tells how a cell was read, not what is wrong with it. */
const READ = 'read_by_rule'
const WHYS: Readonly<Record<string, TextKey>> = {
  title: 'imp.ignored.title', header: 'imp.ignored.header', blank: 'imp.ignored.blank', total: 'imp.ignored.total', instruction: 'imp.ignored.instruction', note: 'imp.ignored.note', repeated_header: 'imp.ignored.repeated_header',
}
const SHOWN = 50

/** Why rows are refused, how cells were read, and which rows are no data: grouped, sheet by sheet. */
export function Notices({ found, objects }: { found: Import; objects: readonly ObjectMeta[] }) {
  const t = useT()
  const refused = found.sheets.filter((sheet) => sheet.reasons.some((reason) => reason.state === 'refused' && reason.code !== READ))
  const others = found.sheets.filter((sheet) => sheet.reasons.some((reason) => reason.state !== 'refused' && reason.code !== READ))
  const read = found.sheets.filter((sheet) => sheet.reasons.some((reason) => reason.code === READ))
  const ignored = found.sheets.filter((sheet) => sheet.ignored_rows.length > 0)
  const sheetName = (sheet: Sheet): string => tabOf(found.sheets, sheet)
  const open = found.sheets.reduce((sum, sheet) => sum + sheet.unmatched_references, 0)
  return (
    <>
      {refused.length > 0 && <Group title={t('imp.notices.refused')} isOpen>{refused.map((sheet) => <Reasons key={keyOf(sheet)} title={sheetName(sheet)} sheet={sheet} objects={objects} offers={found.proposals.fields} fits={(reason) => reason.state === 'refused' && reason.code !== READ} />)}</Group>}
      {others.length > 0 && <Group title={t('imp.notices.others')} isOpen>{others.map((sheet) => <Reasons key={keyOf(sheet)} title={sheetName(sheet)} sheet={sheet} objects={objects} offers={found.proposals.fields} fits={(reason) => reason.state !== 'refused' && reason.code !== READ} />)}</Group>}
      {open > 0 && <p className="note">{t('imp.notices.unmatched', { count: open, n: formatNumber(open) })}</p>}
      {read.length > 0 && <Group title={t('imp.notices.read')}>{read.map((sheet) => <Reasons key={keyOf(sheet)} title={sheetName(sheet)} sheet={sheet} objects={objects} offers={found.proposals.fields} fits={(reason) => reason.code === READ} />)}</Group>}
      {ignored.length > 0 && (
        <Group title={t('imp.notices.ignored', { count: ignored.reduce((sum, sheet) => sum + sheet.ignored, 0) })}>
          {ignored.map((sheet) => (
            <div key={keyOf(sheet)}>
              <h3>{sheetName(sheet)}</h3>
              <ul className="imp-reasons">{sheet.ignored_rows.slice(0, SHOWN).map((row) => <li key={row.number}><span className="muted num">{t('imp.rowNumber', { n: row.number })}</span><span>{t(WHYS[row.why] ?? 'imp.ignored.note')}</span><span className="ellipsis muted grow" title={row.text}>{row.text}</span></li>)}</ul>
              {sheet.ignored_rows.length > SHOWN && <p className="muted">{t('imp.more', { count: sheet.ignored_rows.length - SHOWN })}</p>}
            </div>
          ))}
        </Group>
      )}
      {found.proposals.left_out.length > 0 && <p className="imp-aside">{t('imp.notices.leftOut', { sheets: found.proposals.left_out.map((sheet) => tabOf(found.proposals.left_out, sheet)).join(t('imp.comma')) })}</p>}
    </>
  )
}

function Group({ title, isOpen, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  return <details className="card imp-card" open={isOpen}><summary>{title}</summary>{children}</details>
}

function Reasons({ title, sheet, objects, offers, fits }: { title: string; sheet: Sheet; objects: readonly ObjectMeta[]; offers: readonly Offer[]; fits: (reason: Reason) => boolean }) {
  const t = useT()
  const isEnglish = useLanguage() === 'en'
  const { fieldName } = useNames(objects, offers)
  return (
    <div>
      <h3>{title}</h3>
      <ul className="imp-reasons">
        {together(sheet.reasons.filter(fits)).map((reason) => (
          <li key={`${reason.code} ${reason.field ?? ''}`}>
            <span className="num imp-many">{t('imp.rows', { count: reason.rows, n: formatNumber(reason.rows) })}</span>
            <FieldOf name={reason.field ? fieldName(sheet.object, reason.field) : ''} text={isEnglish ? reason.en : reason.zh} />
            <span className="grow">{isEnglish ? reason.en : reason.zh}</span>
            <span className="muted num">{t('imp.example', { n: reason.example })}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The field's name, unless the sentence begins with it anyway. */
const FieldOf = ({ name, text }: { name: string; text: string }) => (name && !text.startsWith(name) ? <b>{name}</b> : null)

/** The same reason of rows in different states is one. */
function together(reasons: readonly Reason[]): Reason[] {
  const found = new Map<string, Reason>()
  for (const reason of reasons) {
    const key = `${reason.code} ${reason.field ?? ''}`
    const other = found.get(key)
    found.set(key, other ? { ...other, rows: other.rows + reason.rows, example: Math.min(other.example, reason.example) } : reason)
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows)
}
