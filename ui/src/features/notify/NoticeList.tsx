import { ArrowRightLeft, BellOff, CircleAlert, CircleCheck, Ellipsis, GitMerge, ShieldCheck, type LucideIcon } from 'lucide-react'
import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { ago, formatZoned } from '@/i18n/format'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { MenuButton } from '@/ui/Menu'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { grouped, hrefOf, textOf, useMute, useNotices, useReadNotices, type Notice } from './notices'
import './notify.css'

const SIGNS: Record<Notice['kind'], LucideIcon> = {
  assigned: ArrowRightLeft, merged: GitMerge, import_done: CircleCheck, import_failed: CircleAlert, export_done: CircleCheck, export_failed: CircleAlert,
  rights_changed: ShieldCheck, backup_failed: CircleAlert,
}

interface GroupProps { notices: Notice[]; objects: readonly ObjectMeta[]; onOpen: () => void }

function Group({ notices, objects, onOpen }: GroupProps) {
  const t = useT()
  const words = useWords()
  const read = useReadNotices()
  const mute = useMute()
  const [first] = notices
  if (!first) return null
  const object = objects.find((each) => each.key === first.object)
  const Sign = SIGNS[first.kind]
  const href = hrefOf(first)
  const isNew = notices.some((one) => !one.is_read)
  const seen = (): void => { if (isNew) read(notices.map((one) => one.id)) }
  const { record } = first
  const text = (
    <>
      {textOf(first, object, t, words)}
      {notices.length > 1 && <small>{t('notice.more', { count: notices.length - 1 })}</small>}
      <small className="num" title={formatZoned(first.at)}>{ago(first.at, t)}</small>
    </>
  )
  return (
    <li className="notice-line" data-new={isNew} data-bad={first.kind.endsWith('failed')}>
      <Sign size={18} aria-hidden="true" />
      {href ? <Go to={href} className="grow notice-text" onClick={() => { seen(); onOpen() }}>{text}</Go> : <button type="button" className="grow notice-text" onClick={seen}>{text}</button>}
      {isNew && <span className="notice-dot" role="img" aria-label={t('notice.isNew')} />}
      {record && first.object && (
        <MenuButton
          label={t('notice.about', { title: record.title ?? '' })} icon={<Ellipsis size={16} />}
          groups={[{ key: 'mute', items: [{ key: 'mute', label: t('notice.mute'), icon: <BellOff size={16} />, onPick: () => { mute(first.object ?? '', record.id, record.title ?? '') } }] }]}
        />
      )}
    </li>
  )
}

/** The person's notices, by record, the latest first. */
export function NoticeList({ objects, onOpen }: { objects: readonly ObjectMeta[]; onOpen: () => void }) {
  const t = useT()
  const query = useNotices()
  if (query.error && !query.data) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
  if (!query.data) return <div className="notice-wait appear"><Skeleton width="80%" /><Skeleton width="60%" /><Skeleton width="70%" /></div>
  if (query.data.items.length === 0) return <EmptyBox title={t('notice.none')} text={t('notice.noneText')} />
  return <ul className="notice-list">{grouped(query.data.items).map((notices) => <Group key={notices[0]?.id} notices={notices} objects={objects} onOpen={onOpen} />)}</ul>
}
