import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox, NoMatchBox } from '@/ui/States'
import { Highlight } from './Highlight'
import { hitEntries } from './entries'
import { useSearch } from './useSearch'
import './search.css'

interface SearchPageProps { objects: readonly ObjectMeta[]; text: string; object: string | undefined; onText: (text: string) => void; onObject: (object: string | undefined) => void; hrefOf: (object: string, id: string) => string }

/** All that was found, by object. */
export function SearchPage({ objects, text, object: only, onText, onObject, hrefOf }: SearchPageProps) {
  const t = useT()
  const words = useWords()
  const { found, isLoading } = useSearch(text, only, 100)
  const entries = hitEntries(found.hits, objects, words, hrefOf)
  const groups = [...new Set(entries.map((entry) => entry.group))]
  const body = () => {
    if (!text.trim()) return <EmptyBox title={t('search.start')} text={t('search.hint')} />
    if (isLoading) return <div className="search-wait appear"><Skeleton width="30%" /><Skeleton width="60%" /><Skeleton width="50%" /></div>
    if (found.problem) return <ErrorBox problem={found.problem} onRetry={() => { onText(`${text} `) }} />
    if (entries.length === 0) return <NoMatchBox text={t('search.none')} clear={t('act.clear')} onClear={() => { onText('') }} />
    return groups.map((group) => (
      <section key={group} className="search-group">
        <h2>{group}</h2>
        <ul>
          {entries.filter((entry) => entry.group === group).map((entry) => (
            <li key={entry.key}>
              <Go to={entry.href} className="search-item">{entry.icon}<span className="grow"><span><Highlight text={entry.label} question={text} /></span>{entry.note && <small className="search-snippet"><Highlight text={entry.note} question={text} /></small>}</span></Go>
            </li>
          ))}
        </ul>
      </section>
    ))
  }
  return (
    <section className="search-page" aria-labelledby="search-title">
      <header className="list-head"><h1 id="search-title">{t('search.title')}</h1></header>
      <div className="search-field"><input className="input" aria-label={t('search.title')} placeholder={t('search.hint')} defaultValue={text} key={text ? 'with' : 'without'} autoComplete="off" onChange={(event) => { if (!(event.nativeEvent as InputEvent).isComposing) onText(event.target.value) }} onCompositionEnd={(event) => { onText(event.currentTarget.value) }} /></div>
      <div className="search-only" role="group" aria-label={t('search.only')}>
        {objects.map((each) => <button key={each.key} type="button" className="chip" aria-pressed={only === each.key} onClick={() => { onObject(only === each.key ? undefined : each.key) }}>{words(each.plural) || words(each.label)}</button>)}
      </div>
      {body()}
    </section>
  )
}
