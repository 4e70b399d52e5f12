import { ListChecks, Merge, PencilLine, Tags, Trash2, UserRoundPen, X } from 'lucide-react'
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { asProblem, newKey } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import type { OpenList } from '@/grid/lists'
import { countPicks } from '@/grid/selection'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { can } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { toast } from '@/ui/toast'
import { askBulk, chosenOf, type Chosen } from './bulks'
import { tellOutcome } from './follow'
import type { Doing } from './Parts'
import './bulk.css'

const BulkDialog = lazy(() => import('./BulkDialog').then((module) => ({ default: module.BulkDialog })))

const MOST_MERGED = 3
/** So many are deleted without a question: they are in sight, and one press brings them back. */
const FEW = 20

interface SelectionBarProps { object: ObjectMeta; list: OpenList; total: number | null; go: (href: string) => void }

/** What can be done with the ticked records. */
export function SelectionBar({ object, list, total, go }: SelectionBarProps) {
  const t = useT()
  const { selection } = list
  const picks = useSyncExternalStore(selection.subscribe, selection.read)
  const count = countPicks(picks, total)
  const [asked, setAsked] = useState<{ doing: Doing; chosen: Chosen; count: number } | null>(null)
  const ask = (doing: Doing) => (): void => { setAsked({ doing, chosen: chosenOf(list), count }) }
  const clear = (): void => { selection.clear() }
  const fits = !picks.everything && count >= 2 && count <= MOST_MERGED
  const mayWrite = can(object, 'update')
  const hasTags = object.fields.some((field) => (field.kind === 'tags' || field.kind === 'choices') && field.level === 'edit')
  const remove = (): void => {
    if (picks.everything || count > FEW) { ask('delete')(); return }
    askBulk(object.key, chosenOf(list), { action: 'delete' }, newKey()).then(
      (done) => { clear(); tellOutcome(done, object) },
      (cause: unknown) => { toast(asProblem(cause).message || t('error.text'), { bad: true }) },
    )
  }
  const tool = (icon: typeof Tags, label: string, onClick: () => void, more: { disabled?: boolean; title?: string | undefined; look?: 'danger' } = {}) => {
    const Icon = icon
    return <Button onClick={onClick} {...more}><Icon size={16} aria-hidden="true" />{label}</Button>
  }
  return (
    <>
      <div className="picked" role="toolbar" aria-label={t('pick.title')}>
        <IconButton label={t('pick.clear')} onClick={clear}><X size={16} /></IconButton>
        <span className="picked-count num" role="status">{t(picks.everything && picks.ids.size === 0 ? 'bulk.pickedAll' : 'bulk.picked', { count, n: formatNumber(count) })}</span>
        {!picks.everything && total !== null && total > count && <Button look="link" onClick={() => { selection.setEverything() }}><ListChecks size={16} aria-hidden="true" />{t('bulk.all', { count: total, n: formatNumber(total) })}</Button>}
        <span className="picked-tools">
          {mayWrite && can(object, 'transfer') && tool(UserRoundPen, t('bulk.assign'), ask('assign'))}
          {mayWrite && hasTags && tool(Tags, t('bulk.tags'), ask('tags'))}
          {mayWrite && tool(PencilLine, t('bulk.set'), ask('set'))}
          {object.can.merge && tool(Merge, t('act.merge'), () => { go(`/o/${object.key}/merge?ids=${[...picks.ids].join(',')}`) }, { disabled: !fits, title: fits ? undefined : t('pick.mergeHint', { most: MOST_MERGED }) })}
          {can(object, 'delete') && tool(Trash2, t('act.delete'), remove, { look: 'danger' })}
        </span>
      </div>
      {asked && <Suspense fallback={null}><BulkDialog object={object} {...asked} onClose={() => { setAsked(null) }} onDone={clear} /></Suspense>}
    </>
  )
}
