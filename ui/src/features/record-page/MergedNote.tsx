import { Merge } from 'lucide-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '@/api/client'
import { mergesOf, undoBatch, type PastMerge } from '@/api/records'
import type { ObjectMeta, Rec } from '@/api/types'
import { outdateLists } from '@/grid/lists'
import { useT, type T } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { can } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { toast } from '@/ui/toast'

const SHOWN = 3

function textOf(merge: PastMerge, t: T): string {
  const names = merge.titles.length < merge.number ? t('record.mergedCount', { count: merge.number }) : merge.titles.join(t('record.and'))
  return t('record.mergedFrom', { names, by: merge.actor?.title ?? t('history.system'), at: formatDateTime(merge.at) })
}

/** What went into this record, for as long as it can be taken apart again. */
export function MergedNote({ object, record }: { object: ObjectMeta; record: Rec }) {
  const t = useT()
  const client = useQueryClient()
  const mayMerge = can(object, 'merge', record)
  const query = useQuery({ queryKey: ['merges', object.key, record.id], queryFn: ({ signal }) => mergesOf(object.key, record.id, signal), enabled: mayMerge })
  const merges = (query.data?.items ?? []).slice(0, SHOWN)
  const undo = async (merge: PastMerge): Promise<void> => {
    try {
      await undoBatch(merge.batch)
      toast(t('merge.undone'))
      outdateLists(object.key)
      await client.invalidateQueries()
    } catch (cause) {
      toast(asProblem(cause).message || t('error.text'), { bad: true })
    }
  }
  if (!mayMerge || merges.length === 0) return null
  return (
    <ul className="rmerged" aria-label={t('record.merged')}>
      {merges.map((merge) => (
        <li key={merge.batch}>
          <Merge size={14} aria-hidden="true" /><span className="grow">{textOf(merge, t)}</span>
          <Button small title={t('record.mergedUntil', { at: formatDateTime(merge.until) })} onClick={() => { void undo(merge) }}>{t('record.unmerge')}</Button>
        </li>
      ))}
    </ul>
  )
}
