import { CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import mark from '@/ui/mark.svg'
import { chooseLanguage, useLanguage, useT, type Lang } from '@/i18n'
import { askHelp } from '@/meta/help'
import { Button } from '@/ui/Button'
import { useTitle } from '@/ui/useTitle'
import './identity.css'

const LANGUAGES: { key: Lang; name: string }[] = [{ key: 'zh-CN', name: '简体中文' }, { key: 'en', name: 'English' }]

/** The card in front of the house: sign in, first run, invitation. */
export function Door({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const t = useT()
  const lang = useLanguage()
  useTitle(title, t('app.name'))
  return (
    <main className="door">
      <div className="door-card">
        <div className="door-mark"><img src={mark} alt="" width={32} height={32} />{t('app.name')}</div>
        <h1>{title}</h1>
        {lead && <p className="door-lead">{lead}</p>}
        {children}
      </div>
      <div className="door-foot">
        <div role="group" aria-label={t('account.language')}>
          {LANGUAGES.map(({ key, name }) => <Button key={key} look="plain" small lang={key} aria-pressed={lang === key} onClick={() => { void chooseLanguage(key) }}>{name}</Button>)}
        </div>
        <Button look="plain" small aria-haspopup="dialog" onClick={askHelp}><CircleHelp size={16} aria-hidden="true" />{t('help.title')}</Button>
      </div>
    </main>
  )
}
