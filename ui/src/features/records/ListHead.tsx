import { Archive, Download, Ellipsis, Plus, RefreshCw, Upload } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { can, mayImport } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { MenuButton } from '@/ui/Menu'

interface ListHeadProps {
  object: ObjectMeta
  total: number | null
  stale: boolean
  isPhone: boolean
  onRefresh: () => void
  onCreate: (() => void) | null
  onExport: (() => void) | null
  go: (href: string) => void
}

/** Title, true count, what can be done with the whole list. */
export function ListHead({ object, total, stale, isPhone, onRefresh, onCreate, onExport, go }: ListHeadProps) {
  const t = useT()
  const words = useWords()
  const label = words(object.label)
  const items = [{ key: 'refresh', label: t('list.refresh'), icon: <RefreshCw size={16} />, onPick: onRefresh }]
  if (isPhone && mayImport(object)) items.push({ key: 'import', label: t('import.title'), icon: <Upload size={16} />, onPick: () => { go('/import') } })
  if (onExport) items.push({ key: 'export', label: t('export.title'), icon: <Download size={16} />, onPick: onExport })
  if (can(object, 'delete')) items.push({ key: 'bin', label: t('bin.title'), icon: <Archive size={16} />, onPick: () => { go(`/o/${object.key}/bin`) } })
  return (
    <header className="list-head">
      <h1 id="list-title">{words(object.plural) || label}</h1>
      <span className="list-count num" role="status">{total === null ? <Skeleton width={64} /> : t('list.count', { count: total, n: formatNumber(total) })}</span>
      {stale && <button type="button" className="chip list-stale" onClick={onRefresh}><RefreshCw size={14} aria-hidden="true" />{t('list.stale')}</button>}
      <span className="grow" />
      <MenuButton label={t('act.more')} icon={<Ellipsis size={18} />} groups={[{ key: 'list', items }]} />
      {onCreate && !isPhone && <Button look="primary" onClick={onCreate}><Plus size={16} aria-hidden="true" />{t('form.create', { object: label })}</Button>}
      {onCreate && isPhone && <button type="button" className="fab" aria-label={t('form.create', { object: label })} onClick={onCreate}><Plus size={24} /></button>}
    </header>
  )
}
