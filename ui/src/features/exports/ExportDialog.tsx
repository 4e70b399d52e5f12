import { Download } from 'lucide-react'
import { useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { isFiltered, viewQuery, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import type { ExportFormat } from './exports'
import { Outcome } from './Outcome'
import { Recent } from './Recent'
import { useExport } from './useExport'
import './exports.css'

interface ExportDialogProps { object: ObjectMeta; view: View; columns: readonly string[]; total: number | null; isPhone: boolean; onClose: () => void }

const FORMATS: readonly ExportFormat[] = ['xlsx', 'csv']

/** What the list shows, as a file: its filter, its order, its columns. */
export function ExportDialog({ object, view, columns, total, isPhone, onClose }: ExportDialogProps) {
  const t = useT()
  const words = useWords()
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const [isWhole, setWhole] = useState(isPhone)
  const [withIds, setWithIds] = useState(false)
  const { made, problem, isBusy, start, stop } = useExport()
  const plural = words(object.plural) || words(object.label)
  const what = isFiltered(object, view) ? 'export.filtered' : 'export.everyRow'
  const begin = (): void => {
    start({ object: object.key, format, with_ids: withIds, query: { ...viewQuery(object, view), ...(isWhole ? {} : { fields: [...columns] }) } })
  }
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t('export.of', { object: plural })} onClose={onClose}
      foot={<><Button onClick={onClose}>{t('act.close')}</Button><Button look="primary" data-autofocus disabled={isBusy || total === 0} onClick={begin}><Download size={16} aria-hidden="true" />{t('export.title')}</Button></>}
    >
      <div className="export">
        <p className="export-what">{total === 0 ? t('export.nothing') : total === null ? t('export.asShown') : t(what, { n: formatNumber(total), object: plural })}</p>
        <fieldset disabled={isBusy}>
          <legend>{t('export.format')}</legend>
          {FORMATS.map((each) => (
            <label key={each}><input type="radio" className="check" name="format" checked={format === each} onChange={() => { setFormat(each) }} /><span>{t(`export.${each === 'xlsx' ? 'xlsx' : 'csv'}`)}</span></label>
          ))}
        </fieldset>
        <fieldset disabled={isBusy}>
          <legend>{t('export.columns')}</legend>
          <label><input type="radio" className="check" name="columns" checked={!isWhole} onChange={() => { setWhole(false) }} /><span>{t('export.shownColumns', { n: columns.length })}</span></label>
          <label><input type="radio" className="check" name="columns" checked={isWhole} onChange={() => { setWhole(true) }} /><span>{t('export.allColumns')}</span></label>
          <label><input type="checkbox" className="check" checked={withIds} onChange={(event) => { setWithIds(event.target.checked) }} /><span>{t('export.withIds')}</span></label>
        </fieldset>
        <Outcome made={made} problem={problem} isBusy={isBusy} onStop={stop} />
        <Recent fits={(each) => each.object === object.key} not={made?.id} />
      </div>
    </Dialog>
  )
}
