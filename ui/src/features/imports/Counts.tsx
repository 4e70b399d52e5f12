import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { ROW_STATES, type RowState, type Sheet } from './imports'
import { useNames } from './names'
import { keyOf, sumOf, tabOf } from './plan'

/** What becomes of the rows of each sheet; the numbers of a line add up to its rows. Of a plan: how many rows name others too, as several may name the same one. */
export function Counts({ sheets, objects, isPlan = false }: { sheets: readonly Sheet[]; objects: readonly ObjectMeta[]; isPlan?: boolean }) {
  const t = useT()
  const { objectName } = useNames(objects)
  const sum = sumOf(sheets)
  /** Rows that come back unchanged are told of where there are any: most imports have none. */
  const states = ROW_STATES.filter((state) => state !== 'unchanged' || sum.unchanged > 0)
  const number = (n: number, key: RowState | 'rows') => <td key={key} className="num" data-state={key} data-zero={n === 0} data-label={t(key === 'rows' ? 'imp.rowsHead' : `imp.row.${key}`)}>{formatNumber(n)}</td>
  return (
    <div className="imp-scroll" tabIndex={0} role="region" aria-label={t('imp.counts')}>
      <table className="imp-counts">
        <thead><tr><th scope="col">{t('imp.sheet')}</th><th scope="col" className="num">{t('imp.rowsHead')}</th>{states.map((state) => <th key={state} scope="col" className="num" title={t(`imp.rowText.${state}`)}>{t(`imp.row.${state}`)}</th>)}</tr></thead>
        <tbody>
          {sheets.map((sheet) => (
            <tr key={keyOf(sheet)} data-sheet={sheet.sheet}>
              <th scope="row">
                {tabOf(sheets, sheet)} <span className="muted">→ {objectName(sheet.object)}</span>
                {sheet.also.filter((also) => also.new + also.updated > 0).map((also) => <small key={also.object}>{t(isPlan ? 'imp.alsoPlanned' : 'imp.also', { n: formatNumber(also.new), object: objectName(also.object) })}</small>)}
              </th>
              {number(sheet.rows, 'rows')}{states.map((state) => number(sheet[state], state))}
            </tr>
          ))}
        </tbody>
        {sheets.length > 1 && <tfoot><tr><th scope="row">{t('imp.sum')}</th>{number(sum.rows, 'rows')}{states.map((state) => number(sum[state], state))}</tr></tfoot>}
      </table>
    </div>
  )
}
