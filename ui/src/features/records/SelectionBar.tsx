import { Merge, Trash2, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { ObjectMeta } from '@/api/types'
import type { Selection } from '@/grid/selection'
import { useT } from '@/i18n'
import { can } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'

const MOST_MERGED = 3

interface SelectionBarProps { object: ObjectMeta; selection: Selection; onDelete: (ids: string[]) => void; onMerge: (ids: string[]) => void }

/** What can be done with the ticked records. */
export function SelectionBar({ object, selection, onDelete, onMerge }: SelectionBarProps) {
  const t = useT()
  const ids = [...useSyncExternalStore(selection.subscribe, selection.all)]
  if (ids.length === 0) return null
  const fits = ids.length >= 2 && ids.length <= MOST_MERGED
  return (
    <div className="picked" role="toolbar" aria-label={t('pick.title')}>
      <IconButton label={t('pick.clear')} onClick={() => { selection.clear() }}><X size={16} /></IconButton>
      <span className="grow">{t('pick.count', { count: ids.length })}</span>
      {object.can.merge && (
        <Button disabled={!fits} title={fits ? undefined : t('pick.mergeHint', { most: MOST_MERGED })} onClick={() => { onMerge(ids) }}><Merge size={16} aria-hidden="true" />{t('act.merge')}</Button>
      )}
      {can(object, 'delete') && <Button look="danger" onClick={() => { onDelete(ids) }}><Trash2 size={16} aria-hidden="true" />{t('act.delete')}</Button>}
    </div>
  )
}
