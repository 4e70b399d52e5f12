import { CheckCheck } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { NoticeList } from './NoticeList'
import { useNotices, useReadNotices } from './notices'

function ReadAll() {
  const t = useT()
  const read = useReadNotices()
  const isNew = useNotices().data?.items.some((one) => !one.is_read) === true
  return <Button look="plain" small disabled={!isNew} onClick={() => { read() }}><CheckCheck size={16} aria-hidden="true" />{t('notice.readAll')}</Button>
}

/** What the person should know, beside the page she is on. */
export function NoticeDrawer({ objects, onClose }: { objects: readonly ObjectMeta[]; onClose: () => void }) {
  const t = useT()
  return <Dialog kind="side" title={t('notice.title')} headExtra={<ReadAll />} onClose={onClose}><NoticeList objects={objects} onOpen={onClose} /></Dialog>
}

/** The same as a page of its own, for the phone. */
export function NoticePage({ objects }: { objects: readonly ObjectMeta[] }) {
  const t = useT()
  return (
    <section className="notice-page" aria-labelledby="notice-title">
      <header className="list-head"><h1 id="notice-title">{t('notice.title')}</h1><span className="grow" /><ReadAll /></header>
      <NoticeList objects={objects} onOpen={() => undefined} />
    </section>
  )
}
