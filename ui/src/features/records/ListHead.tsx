import { Archive, Download, Ellipsis, Plus, RefreshCw, Upload } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import type { Summary } from '@/grid/store'
import { useT, useWords } from '@/i18n'
import { formatNumber, formatTime } from '@/i18n/format'
import { can, mayImport } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { MenuButton } from '@/ui/Menu'

interface ListHeadProps {
  object: ObjectMeta
  summary: Summary
  isPhone: boolean
  onRefresh: () => void
  onCreate: (() => void) | null
  onExport: (() => void) | null
  go: (href: string) => void
}

/** What has changed since the list was read, and the way to see it. Nothing comes, goes or moves before. */
function ListNews({ summary, onRefresh }: { summary: Summary; onRefresh: () => void }) {
  const t = useT()
  const { added, strayed, stale, asOf } = summary
  const news = [...(added > 0 ? [t('list.added', { count: added, n: formatNumber(added) })] : []), ...(strayed > 0 ? [t('list.strayed', { count: strayed, n: formatNumber(strayed) })] : [])]
  if (stale && news.length === 0) news.push(t('list.stale'))
  const refresh = (): void => {
    onRefresh()
    document.querySelector<HTMLElement>('.grid-ghost, .cards')?.focus({ preventScroll: true })
  }
  return (
    <span role="status" className="list-news">
      {news.length > 0 && (
        <button type="button" className="chip list-stale" title={t('list.asOf', { time: formatTime(new Date(asOf).toISOString()) })} onClick={refresh}>
          <RefreshCw size={14} aria-hidden="true" /><span className="ellipsis">{t('list.refreshNews', { news: news.join(t('list.comma')) })}</span>
        </button>
      )}
    </span>
  )
}

/** Title, true count, what can be done with the whole list. */
export function ListHead({ object, summary, isPhone, onRefresh, onCreate, onExport, go }: ListHeadProps) {
  const t = useT()
  const words = useWords()
  const { total, asOf } = summary
  const label = words(object.label)
  const items = [{ key: 'refresh', label: t('list.refresh'), icon: <RefreshCw size={16} />, onPick: onRefresh }]
  if (isPhone && mayImport(object)) items.push({ key: 'import', label: t('import.title'), icon: <Upload size={16} />, onPick: () => { go('/import') } })
  if (onExport) items.push({ key: 'export', label: t('export.title'), icon: <Download size={16} />, onPick: onExport })
  if (can(object, 'delete')) items.push({ key: 'bin', label: t('bin.title'), icon: <Archive size={16} />, onPick: () => { go(`/o/${object.key}/bin`) } })
  return (
    <header className="list-head">
      <h1 id="list-title">{words(object.plural) || label}</h1>
      <span className="list-count num" role="status" title={asOf > 0 ? t('list.asOf', { time: formatTime(new Date(asOf).toISOString()) }) : undefined}>{total === null ? !summary.problem && <Skeleton width={64} /> : t('list.count', { count: total, n: formatNumber(total) })}</span>
      <ListNews summary={summary} onRefresh={onRefresh} />
      <span className="grow" />
      <MenuButton label={t('act.more')} icon={<Ellipsis size={18} />} groups={[{ key: 'list', items }]} />
      {onCreate && !isPhone && <Button look="primary" onClick={onCreate}><Plus size={16} aria-hidden="true" />{t('form.create', { object: label })}</Button>}
      {onCreate && isPhone && <button type="button" className="fab" aria-label={t('form.create', { object: label })} onClick={onCreate}><Plus size={24} /></button>}
    </header>
  )
}
