import { Download } from 'lucide-react'
import { useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { filterOf } from '@/conditions/filterOf'
import { filterText } from '@/conditions/sentence'
import { useSpeech } from '@/fields/useSpeech'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { useObjects } from '@/meta/objects'
import { isFiltered, viewQuery, type View } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PAPER, rowsOnPaper, type ExportFormat } from './exports'
import { Outcome } from './Outcome'
import { Recent } from './Recent'
import { useExport } from './useExport'
import './exports.css'

interface ExportDialogProps { object: ObjectMeta; view: View; columns: readonly string[]; total: number | null; isPhone: boolean; onClose: () => void }

const FORMATS: readonly ExportFormat[] = ['xlsx', 'csv', 'pdf']

/** What the list shows, as a file: its filter, its order, its columns. */
export function ExportDialog({ object, view, columns, total, isPhone, onClose }: ExportDialogProps) {
  const t = useT()
  const words = useWords()
  const speech = useSpeech()
  const objects = useObjects()
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const [isWhole, setWhole] = useState(isPhone)
  const [withIds, setWithIds] = useState(false)
  const { made, problem, isBusy, start, stop } = useExport()
  const plural = words(object.plural) || words(object.label)
  const what = isFiltered(object, view) ? 'export.filtered' : 'export.everyRow'
  const isPaper = format === 'pdf'
  const count = isWhole ? object.fields.filter((field) => !field.off).length : columns.length
  const bound = rowsOnPaper(count)
  const isTooWide = isPaper && count > PAPER.columns
  const said = [filterText(filterOf(object, objects, view), object, objects, speech), view.q && t('export.searched', { text: view.q })].filter(Boolean).join(' · ')
  const begin = (): void => {
    start({ object: object.key, format, with_ids: withIds && !isPaper, ...(isPaper ? { said } : {}), query: { ...viewQuery(object, view), ...(isWhole ? {} : { fields: [...columns] }) } })
  }
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t('export.of', { object: plural })} onClose={onClose}
      foot={<><Button onClick={onClose}>{t('act.close')}</Button><Button look="primary" data-autofocus disabled={isBusy || total === 0 || isTooWide} onClick={begin}><Download size={16} aria-hidden="true" />{t('export.title')}</Button></>}
    >
      <div className="export">
        <p className="export-what">{total === 0 ? t('export.nothing') : total === null ? t('export.asShown') : t(what, { n: formatNumber(total), object: plural })}</p>
        <fieldset disabled={isBusy}>
          <legend>{t('export.format')}</legend>
          {FORMATS.map((each) => (
            <label key={each}><input type="radio" className="check" name="format" checked={format === each} onChange={() => { setFormat(each) }} /><span>{t(`export.${each as 'xlsx' | 'csv' | 'pdf'}`)}</span></label>
          ))}
        </fieldset>
        <fieldset disabled={isBusy}>
          <legend>{t('export.columns')}</legend>
          <label><input type="radio" className="check" name="columns" checked={!isWhole} onChange={() => { setWhole(false) }} /><span>{t('export.shownColumns', { n: columns.length })}</span></label>
          <label><input type="radio" className="check" name="columns" checked={isWhole} onChange={() => { setWhole(true) }} /><span>{t('export.allColumns')}</span></label>
          {!isPaper && <label><input type="checkbox" className="check" checked={withIds} onChange={(event) => { setWithIds(event.target.checked) }} /><span>{t('export.withIds')}</span></label>}
        </fieldset>
        {isPaper && <p className="note" role="status">{isTooWide ? t('export.tooWide', { most: PAPER.columns, n: count }) : t('export.paperBound', { n: formatNumber(bound) })}</p>}
        <Outcome made={made} problem={problem} isBusy={isBusy} onStop={stop} />
        <Recent fits={(each) => each.object === object.key} not={made?.id} />
      </div>
    </Dialog>
  )
}
