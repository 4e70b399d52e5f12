import { Merge, Trash2, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { ObjectMeta } from '@/api/types'
import type { Selection } from '@/grid/selection'
import { useRemove } from '@/form/useRemove'
import { useT } from '@/i18n'
import { can } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'

const MOST_MERGED = 3

interface SelectionBarProps { object: ObjectMeta; selection: Selection; onRemoved: () => void; go: (href: string) => void }

/** What can be done with the ticked records. */
export function SelectionBar({ object, selection, onRemoved, go }: SelectionBarProps) {
  const t = useT()
  const ids = [...useSyncExternalStore(selection.subscribe, selection.all)]
  const remove = useRemove(object, () => { selection.clear(); onRemoved() })
  const fits = ids.length >= 2 && ids.length <= MOST_MERGED
  return (
    <div className="picked" role="toolbar" aria-label={t('pick.title')}>
      <IconButton label={t('pick.clear')} onClick={() => { selection.clear() }}><X size={16} /></IconButton>
      <span className="grow">{t('pick.count', { count: ids.length })}</span>
      {object.can.merge && (
        <Button disabled={!fits} title={fits ? undefined : t('pick.mergeHint', { most: MOST_MERGED })} onClick={() => { go(`/o/${object.key}/merge?ids=${ids.join(',')}`) }}><Merge size={16} aria-hidden="true" />{t('act.merge')}</Button>
      )}
      {can(object, 'delete') && <Button look="danger" onClick={() => { void remove(ids) }}><Trash2 size={16} aria-hidden="true" />{t('act.delete')}</Button>}
    </div>
  )
}
