import type { ObjectMeta } from '@/api/types'
import { EMPTY_FILTER, type Filter } from '@/conditions/model'
import { useT } from '@/i18n'
import { useObjects } from '@/meta/objects'
import { wholeView, type View } from '@/meta/view'
import { Dialog } from '@/ui/Dialog'
import { Popover } from '@/ui/Popover'
import { FilterEditor } from './FilterEditor'
import { filterOf } from '@/conditions/filterOf'

interface FilterPanelProps { anchor: HTMLElement; isPhone: boolean; object: ObjectMeta; view: View; onApply: (filter: Filter) => void; onCancel: () => void }

/** The filter beside its button; on a phone, a sheet. */
export function FilterPanel({ anchor, isPhone, object, view, onApply, onCancel }: FilterPanelProps) {
  const t = useT()
  const objects = useObjects()
  const title = t('filter.title')
  const editor = <FilterEditor object={object} objects={objects} filter={filterOf(object, objects, view) ?? EMPTY_FILTER} search={wholeView(object, view).q} onApply={onApply} onCancel={onCancel} />
  if (isPhone) return <Dialog kind="sheet" title={title} onClose={onCancel}>{editor}</Dialog>
  return <Popover anchor={anchor} align="end" className="pop-filter" label={title} onClose={onCancel}>{editor}</Popover>
}
