import { CircleAlert } from 'lucide-react'
import type { SheetFinding } from '@/api/client'
import { useT, type TextKey } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { tabOf } from './plan'

const SHOWN_SHEETS = 12
const SHOWN_HEADERS = 8
const SAID: Readonly<Record<string, TextKey>> = { empty: 'imp.found.empty', titles: 'imp.found.titles', header_only: 'imp.found.header_only', describes: 'imp.found.describes', unfit: 'imp.found.unfit', unknown: 'imp.found.unknown' }
const TODO: Readonly<Record<string, TextKey>> = { empty: 'imp.todo.fill', titles: 'imp.todo.table', header_only: 'imp.todo.fill', describes: 'imp.todo.others', unfit: 'imp.todo.choose', unknown: 'imp.todo.choose' }

/** Whether the person can say what the rows are; otherwise there are none. */
export const canBeTold = (sheets: readonly SheetFinding[]): boolean => sheets.some((sheet) => sheet.rows > 0 && (sheet.found === 'unknown' || sheet.found === 'unfit'))

/** What is in files that hold nothing to import, sheet by sheet, and what to do about it. */
export function Findings({ sheets }: { sheets: readonly SheetFinding[] }) {
  const t = useT()
  const todos = [...new Set(sheets.map((sheet) => TODO[sheet.found] ?? 'imp.todo.choose'))]
  const headers = (sheet: SheetFinding): string => [...sheet.headers.slice(0, SHOWN_HEADERS), ...(sheet.headers.length > SHOWN_HEADERS ? ['…'] : [])].join(t('imp.comma')) || t('imp.found.noHeaders')
  return (
    <section className="card imp-card imp-found" role="alert" aria-labelledby="imp-found">
      <h2 id="imp-found"><CircleAlert size={18} aria-hidden="true" />{t('imp.found')}</h2>
      <ul className="imp-lines">
        {sheets.slice(0, SHOWN_SHEETS).map((sheet) => (
          <li key={`${sheet.file} ${sheet.sheet}`} data-found={sheet.found}><b>{tabOf(sheets, sheet)}</b> {t(SAID[sheet.found] ?? 'imp.found.unknown', { n: formatNumber(sheet.rows), count: sheet.rows, headers: headers(sheet), text: sheet.text })}</li>
        ))}
        {sheets.length > SHOWN_SHEETS && <li className="muted">{t('imp.more', { count: sheets.length - SHOWN_SHEETS })}</li>}
      </ul>
      {todos.map((todo) => <p key={todo}>{t(todo)}</p>)}
    </section>
  )
}
