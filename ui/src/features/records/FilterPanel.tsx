import { useT } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Popover } from '@/ui/Popover'
import { FilterEditor, type FilterEditorProps } from './FilterEditor'

interface FilterPanelProps extends FilterEditorProps { anchor: HTMLElement; isPhone: boolean }

/** The filter beside its button; on a phone, a sheet. */
export function FilterPanel({ anchor, isPhone, ...rest }: FilterPanelProps) {
  const t = useT()
  const title = t('filter.title')
  if (isPhone) return <Dialog kind="sheet" title={title} onClose={rest.onCancel}><FilterEditor {...rest} /></Dialog>
  return <Popover anchor={anchor} align="end" className="pop-wide" label={title} onClose={rest.onCancel}><FilterEditor {...rest} /></Popover>
}
