import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox, NoMatchBox } from '@/ui/States'
import { hitEntries } from './entries'
import { useSearch } from './useSearch'
import './search.css'

interface SearchPageProps { objects: readonly ObjectMeta[]; text: string; onText: (text: string) => void; hrefOf: (object: string, id: string) => string }

/** All that was found, by object. */
export function SearchPage({ objects, text, onText, hrefOf }: SearchPageProps) {
  const t = useT()
  const words = useWords()
  const { found, isLoading } = useSearch(text, undefined, 100)
  const entries = hitEntries(found.hits, objects, words, hrefOf)
  const groups = [...new Set(entries.map((entry) => entry.group))]
  const body = () => {
    if (!text.trim()) return <EmptyBox title={t('search.start')} text={t('search.hint')} />
    if (isLoading) return <div className="search-wait appear"><Skeleton width="30%" /><Skeleton width="60%" /><Skeleton width="50%" /></div>
    if (found.problem) return <ErrorBox problem={found.problem} onRetry={() => { onText(`${text} `) }} />
    if (entries.length === 0) return <NoMatchBox text={t('search.none')} onClear={() => { onText('') }} />
    return groups.map((group) => (
      <section key={group} className="search-group">
        <h2>{group}</h2>
        <ul>
          {entries.filter((entry) => entry.group === group).map((entry) => (
            <li key={entry.key}>
              <Go to={entry.href} className="search-item">{entry.icon}<span className="grow"><span>{entry.label}</span>{entry.note && <small className="search-snippet">{entry.note}</small>}</span></Go>
            </li>
          ))}
        </ul>
      </section>
    ))
  }
  return (
    <section className="search-page" aria-labelledby="search-title">
      <header className="list-head"><h1 id="search-title">{t('search.title')}</h1></header>
      <div className="search-field"><input className="input" aria-label={t('search.title')} placeholder={t('search.hint')} defaultValue={text} key={text ? 'with' : 'without'} autoComplete="off" onChange={(event) => { onText(event.target.value) }} /></div>
      {body()}
    </section>
  )
}
