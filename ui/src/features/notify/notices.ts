import { useQuery, useQueryClient } from '@tanstack/react-query'
import { asProblem, call, newKey } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords, type T } from '@/i18n'
import { recordHref } from '@/meta/view'
import { toast } from '@/ui/toast'

export interface Notice {
  id: string
  kind: 'assigned' | 'merged' | 'import_done' | 'import_failed' | 'export_done' | 'export_failed' | 'rights_changed' | 'backup_failed'
  object: string | null
  record: { id: string; title: string | null } | null
  actor: { id: string; title: string | null } | null
  body: { number?: number; import?: string; export?: string; name?: string; what?: 'backup' | 'test'; error?: string }
  at: string
  is_read: boolean
}
interface NoticePage { items: Notice[]; next: string | null }

const LIST = ['notices', 'list'] as const

export function useNotices() {
  return useQuery({ queryKey: LIST, queryFn: ({ signal }) => call<NoticePage>('GET', '/notices', { query: { limit: 100 }, signal }), staleTime: 0 })
}

/** Notices about one record stand together, at the place of the latest of them. */
export function grouped(items: readonly Notice[]): Notice[][] {
  const groups = new Map<string, Notice[]>()
  for (const one of items) {
    const key = one.record ? `${one.object} ${one.record.id}` : one.id
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

/** Where a notice leads to; nowhere, if there is nothing to open. */
export function hrefOf(one: Notice): string | null {
  if (one.object && one.record) return recordHref(one.object, one.record.id)
  if (one.kind === 'assigned' && one.object) return `/o/${one.object}?sort=-updated_at`
  if (one.body.import) return `/import/${one.body.import}`
  return one.kind === 'backup_failed' ? '/settings/backups' : null
}

export function textOf(one: Notice, object: ObjectMeta | undefined, t: T, words: ReturnType<typeof useWords>): string {
  const name = one.actor?.title ?? t('history.system')
  const what = { name, object: words(object?.label), title: one.record?.title || words(object?.label), file: one.body.name ?? '' }
  if (one.kind === 'assigned' && !one.record) return t('notice.assignedMany', { ...what, object: words(object?.plural) || words(object?.label), count: one.body.number ?? 0 })
  if (one.kind === 'backup_failed' && one.body.what === 'test') return t('notice.test_failed')
  if (one.kind === 'backup_failed' && one.body.error === 'overdue') return t('notice.backup_overdue')
  return t(`notice.${one.kind}`, what)
}

export function useReadNotices(): (ids?: readonly string[]) => void {
  const t = useT()
  const client = useQueryClient()
  return (ids) => {
    client.setQueryData<NoticePage>(LIST, (known) => known && { ...known, items: known.items.map((one) => (!ids || ids.includes(one.id) ? { ...one, is_read: true } : one)) })
    call('POST', '/notices/read', { body: ids ? { ids } : {}, key: newKey() })
      .catch((cause: unknown) => { toast(asProblem(cause).message || t('error.text'), { bad: true }) })
      .finally(() => { void client.invalidateQueries({ queryKey: ['notices'] }) })
  }
}

/** No more notices about a record, with a way back. */
export function useMute(): (object: string, id: string, title: string) => void {
  const t = useT()
  const failed = (cause: unknown): void => { toast(asProblem(cause).message || t('error.text'), { bad: true }) }
  return (object, id, title) => {
    const undo = (): void => { call('DELETE', `/notices/mutes/${object}/${id}`).catch(failed) }
    call('PUT', '/notices/mutes', { body: { object, record: id } }).then(() => { toast(t('notice.muted', { title }), { action: { label: t('act.undo'), run: undo } }) }, failed)
  }
}
