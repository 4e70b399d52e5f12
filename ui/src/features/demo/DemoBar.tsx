import { ChevronDown, FlaskConical } from 'lucide-react'
import { doorOf } from '@/api/workspace'
import { useT, useWords } from '@/i18n'
import { useMe } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { MenuButton } from '@/ui/Menu'
import { useDemo } from './useDemo'
import './demo.css'

/** Above every page of the demonstration: what this is, as whom one looks at it, and the way back. */
export function DemoBar() {
  const t = useT()
  const words = useWords()
  const me = useMe()
  const { query, isBusy, enter } = useDemo()
  const people = query.data?.people ?? []
  const groups = [{ key: 'people', title: t('demo.lookAs'), items: people.map((one) => ({
    key: one.id, label: `${one.name} · ${words(one.position)}`, ticked: one.id === me?.person.id, onPick: () => { void enter(one.id) },
  })) }]
  return (
    <div className="demo-bar" role="region" aria-label={t('demo.title')}>
      <FlaskConical size={16} aria-hidden="true" />
      <span className="demo-say"><b>{t('demo.title')}</b><span className="demo-more">{t('demo.bar')}</span></span>
      {people.length > 0 && <MenuButton label={t('demo.lookAs')} icon={<ChevronDown size={16} aria-hidden="true" />} text={t('demo.as', { name: me?.person.title ?? '' })} groups={groups} className="btn-small demo-as" />}
      <Button small disabled={isBusy} onClick={() => { location.assign(doorOf()) }}>{t('demo.back')}</Button>
    </div>
  )
}
