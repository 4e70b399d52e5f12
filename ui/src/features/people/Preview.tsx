import { useState } from 'react'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Tag } from '@/ui/bits'
import { usePhone } from '@/ui/phone'
import { Tabs } from '@/ui/Tabs'
import { FIELDS_OF_ROWS, STATES_OF_ROWS, type RowState, type StaffList, type StaffRow } from './staff'

const SHOWN = 300
const COLORS: Record<RowState, string | null> = { new: 'green', update: 'blue', unchanged: null, duplicate: 'orange', refused: 'red' }

/** Every row of the list with what becomes of it; what needs a look can be shown alone. */
export function Preview({ list }: { list: StaffList }) {
  const t = useT()
  const phone = usePhone()
  const [state, setState] = useState('all')
  const rows = list.rows.filter((row) => state === 'all' || row.state === state)
  const tabs = [{ key: 'all', label: t('imp.staff.state.all'), count: formatNumber(list.rows.length) }, ...STATES_OF_ROWS.filter((each) => list.counts[each] > 0).map((each) => ({ key: each, label: t(`imp.staff.state.${each}`), count: formatNumber(list.counts[each]) }))]
  const chosen = tabs.some((tab) => tab.key === state) ? state : 'all'
  const Rows = phone ? Cards : Table
  return (
    <div className="staff-preview">
      <Tabs items={tabs} value={chosen} onChange={setState} label={t('imp.staff.rows')} panel="staff-rows" />
      <div id="staff-rows" role="tabpanel" tabIndex={0} aria-label={t('imp.staff.rows')} className="staff-rows"><Rows rows={rows.slice(0, SHOWN)} columns={FIELDS_OF_ROWS.filter((each) => list.columns[each])} /></div>
      {rows.length > SHOWN && <p className="muted staff-more">{t('imp.staff.shown', { n: formatNumber(SHOWN) })}</p>}
    </div>
  )
}

interface RowsProps { rows: readonly StaffRow[]; columns: readonly (typeof FIELDS_OF_ROWS)[number][] }

function Whys({ row }: { row: StaffRow }) {
  return <>{row.reasons.map((why) => <span key={`${why.field} ${why.code}`} className="staff-why">{why.message}</span>)}</>
}

function Table({ rows, columns }: RowsProps) {
  const t = useT()
  return (
    <table className="staff-table">
      <thead><tr><th scope="col" className="num">{t('imp.staff.row')}</th><th scope="col">{t('imp.staff.result')}</th>{columns.map((each) => <th key={each} scope="col">{t(`ppl.${each}`)}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.sheet} ${row.row}`}>
            <td className="num muted">{row.row}</td>
            <td><Tag color={COLORS[row.state]}>{t(`imp.staff.state.${row.state}`)}</Tag> <Whys row={row} /></td>
            {columns.map((each) => <td key={each} data-wrong={row.reasons.some((why) => why.field === each) || undefined}>{row.says[each]}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cards({ rows, columns }: RowsProps) {
  const t = useT()
  return (
    <ul className="staff-list">
      {rows.map((row) => (
        <li key={`${row.sheet} ${row.row}`}>
          <span className="row"><b className="ellipsis">{row.says.name || t('imp.staff.row')}</b><Tag color={COLORS[row.state]}>{t(`imp.staff.state.${row.state}`)}</Tag><span className="grow" /><span className="muted num">{row.row}</span></span>
          <small>{columns.filter((each) => each !== 'name').map((each) => row.says[each]).filter(Boolean).join(' · ')}</small>
          <Whys row={row} />
        </li>
      ))}
    </ul>
  )
}
