import { useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { Suspense } from 'react'
import { useT } from '@/i18n'
import { useMe } from '@/meta/objects'
import { PAGE_GROUPS, usePages, type PageLink } from '@/meta/pages'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { usePhone } from '@/ui/phone'
import { useTitle } from '@/ui/useTitle'
import { NotFound } from './NotFound'
import { SETTINGS } from './settings'
import './settings.css'

function SettingsNav({ pages, here }: { pages: readonly PageLink[]; here?: string | undefined }) {
  const t = useT()
  return (
    <nav className="settings-nav" aria-label={t('settings.title')}>
      <h1>{t('settings.title')}</h1>
      {PAGE_GROUPS.filter((group) => pages.some((page) => page.group === group)).map((group) => (
        <section key={group} aria-labelledby={`settings-${group}`}>
          <h2 id={`settings-${group}`}>{t(`settings.group.${group}`)}</h2>
          <ul>
            {pages.filter((page) => page.group === group).map(({ key, label, icon: Icon, href }) => (
              <li key={key}><Go to={href} className="side-item" aria-current={key === here ? 'page' : undefined}><Icon size={18} aria-hidden="true" /><span className="ellipsis">{label}</span></Go></li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function Waiting() {
  return <div className="col settings-wait appear"><Skeleton width="40%" /><Skeleton width="60%" /><Skeleton width="50%" /></div>
}

/** The pages about oneself and the whole workspace: beside their list on a desk, one after the other on a phone. */
export function SettingsRoute() {
  const t = useT()
  const phone = usePhone()
  const pages = usePages()
  const { page } = useParams({ strict: false })
  const asked = pages.find((each) => each.key === page)
  const shown = asked ?? (page || phone ? undefined : pages.find((each) => each.key in SETTINGS))
  const body = shown && SETTINGS[shown.key]
  useTitle(shown?.label ?? t(page ? 'state.missing' : 'settings.title'), useMe()?.workspace.name)
  if (page && !body) return <NotFound />
  return (
    <div className="settings">
      {(!phone || !body) && <SettingsNav pages={pages} here={shown?.key} />}
      {body && (
        <div className="settings-page">
          {phone && <Go to="/settings" className="settings-back"><ChevronLeft size={18} aria-hidden="true" />{t('settings.title')}</Go>}
          <Suspense fallback={<Waiting />}>{body}</Suspense>
        </div>
      )}
    </div>
  )
}
