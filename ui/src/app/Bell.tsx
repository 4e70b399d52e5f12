import { Bell as Icon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { addTexts, useT } from '@/i18n'
import { useObjects } from '@/meta/objects'
import { unreadText, useUnread } from '@/meta/unread'
import { IconButton } from '@/ui/Button'
import { Go } from '@/ui/Go'

const NoticeDrawer = lazy(() => Promise.all([import('@/features/notify/NoticeDrawer'), addTexts('notify')]).then(([module]) => ({ default: module.NoticeDrawer })))

function Count({ unread }: { unread: number }) {
  return unread > 0 ? <span className="bell-count num" aria-hidden="true">{unreadText(unread)}</span> : null
}

/** What is new for the person: a bell that opens the drawer. */
export function Bell() {
  const t = useT()
  const unread = useUnread()
  const objects = useObjects()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton label={unread > 0 ? t('notice.unread', { count: unread }) : t('notice.title')} aria-haspopup="dialog" className="bell" data-tour="bell" onClick={() => { setOpen(true) }}><Icon size={18} /><Count unread={unread} /></IconButton>
      {isOpen && <Suspense fallback={null}><NoticeDrawer objects={objects} onClose={() => { setOpen(false) }} /></Suspense>}
    </>
  )
}

/** The same in the phone's bar, where it leads to a page. */
export function BellTab({ path }: { path: string }) {
  const t = useT()
  const unread = useUnread()
  return (
    <Go to="/notices" className="tabbar-item" data-tour="bell" aria-current={path === '/notices' ? 'page' : undefined}>
      <span className="bell"><Icon size={22} aria-hidden="true" /><Count unread={unread} /></span><span>{t('notice.title')}</span>
      {unread > 0 && <span className="sr-only">{t('notice.unread', { count: unread })}</span>}
    </Go>
  )
}
