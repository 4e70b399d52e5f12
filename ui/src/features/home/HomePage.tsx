import type { ObjectMeta } from '@/api/types'
import { useLanguage, useT } from '@/i18n'
import { dayInProse } from '@/i18n/format'
import { today } from '@/i18n/zone'
import { EmptyBox } from '@/ui/States'
import { Lately } from './Lately'
import { Favourites, Recent } from './Shortcuts'
import { Steps } from './Steps'
import { Todos } from './Todos'
import { dueOf } from './todos'
import './home.css'

/** What do I do now: what is due, where I was, what happened. */
export function HomePage({ objects }: { objects: readonly ObjectMeta[] }) {
  const t = useT()
  const lang = useLanguage()
  return (
    <section className="home" aria-labelledby="home-title">
      <header className="list-head"><h1 id="home-title">{t('home.title')}</h1><span className="list-count">{dayInProse(today(), lang)}</span></header>
      {objects.length === 0 ? <EmptyBox title={t('home.nothing')} text={t('home.nothingText')} /> : (
        <div className="home-columns">
          <div className="home-main">
            <Steps objects={objects} />
            {dueOf(objects).length > 0 && <Todos objects={objects} />}
            <Lately objects={objects} />
          </div>
          <div className="home-side"><Favourites objects={objects} /><Recent objects={objects} /></div>
        </div>
      )}
    </section>
  )
}
