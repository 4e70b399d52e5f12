import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import type { Asked } from './range-acts'

/** Asks before many cells are written. */
export function PasteDialog({ cells, rows, columns, onAnswer }: Asked & { onAnswer: (yes: boolean) => void }) {
  const t = useT()
  const n = formatNumber(cells)
  return (
    <Dialog
      title={t('cells.ask', { cells: n })} onClose={() => { onAnswer(false) }}
      foot={<><span className="grow" /><Button onClick={() => { onAnswer(false) }}>{t('act.cancel')}</Button><Button look="primary" data-autofocus onClick={() => { onAnswer(true) }}>{t('cells.do', { cells: n })}</Button></>}
    >
      <p>{t('cells.askText', { rows: formatNumber(rows), columns: formatNumber(columns) })}</p>
    </Dialog>
  )
}
