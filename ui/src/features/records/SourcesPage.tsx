import { useQuery } from '@tanstack/react-query'
import { asProblem, call } from '@/api/client'
import type { ObjectMeta, Paged } from '@/api/types'
import { useT, useWords, type TextKey } from '@/i18n'
import { formatDateTime, formatNumber } from '@/i18n/format'
import { useObjects } from '@/meta/objects'
import { Skeleton } from '@/ui/bits'
import { EmptyBox, ErrorBox } from '@/ui/States'
import './sources.css'

interface Source { object: string; way: string; records: number; last_at: string }

const WAYS: Readonly<Record<string, TextKey>> = { session: 'via.session', api_token: 'via.token', import: 'via.import', cli: 'via.cli', job: 'via.job', system: 'via.system', '': 'via.unknown' }
const sum = (sources: readonly Source[]): number => sources.reduce((total, source) => total + source.records, 0)

function SourceTable({ objects, sources }: { objects: readonly ObjectMeta[]; sources: readonly Source[] }) {
  const t = useT()
  const words = useWords()
  const ways = [...new Set(sources.map((source) => source.way))].map((way) => ({ way, of: sources.filter((source) => source.way === way) })).sort((a, b) => sum(b.of) - sum(a.of))
  const shown = objects.filter((object) => sources.some((source) => source.object === object.key))
  const number = (of: readonly Source[]) => <td className="num">{of.length > 0 ? formatNumber(sum(of)) : '—'}</td>
  const nameOf = (way: string): string => { const known = WAYS[way]; return known ? t(known) : way }
  const newest = (of: readonly Source[]): string => of.map((source) => source.last_at).reduce((a, b) => (a > b ? a : b))
  return (
    <div className="src-scroll" tabIndex={0} role="region" aria-label={t('sources.table')}>
      <table className="src">
        <thead>
          <tr><th scope="col">{t('sources.way')}</th><th scope="col" className="num">{t('sources.all')}</th>{shown.map((object) => <th key={object.key} scope="col" className="num">{words(object.label)}</th>)}<th scope="col">{t('sources.last')}</th></tr>
        </thead>
        <tbody>
          {ways.map(({ way, of }) => (
            <tr key={way} data-way={way}>
              <th scope="row">{nameOf(way)}</th>{number(of)}
              {shown.map((object) => <td key={object.key} className="num" data-object={object.key}>{formatNumber(sum(of.filter((source) => source.object === object.key)))}</td>)}
              <td className="num">{formatDateTime(newest(of))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{t('sources.all')}</th>{number(sources)}{shown.map((object) => <td key={object.key} className="num">{formatNumber(sum(sources.filter((source) => source.object === object.key)))}</td>)}<td /></tr></tfoot>
      </table>
    </div>
  )
}

/** Where the records come from: by way of entry and object, of those that the person may see. */
export function SourcesPage() {
  const t = useT()
  const objects = useObjects()
  const query = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => call<Paged<Source>>('GET', '/sources', { signal }), staleTime: 0 })
  const body = () => {
    if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (!query.data) return <div className="col src-wait appear"><Skeleton width="60%" /><Skeleton width="60%" /></div>
    return query.data.items.length > 0 ? <SourceTable objects={objects} sources={query.data.items} /> : <EmptyBox title={t('sources.none')} />
  }
  return (
    <section className="src-page" aria-labelledby="sources-title">
      <header className="list-head"><h1 id="sources-title">{t('sources.title')}</h1></header>
      <p className="src-hint">{t('sources.hint')}</p>
      {body()}
    </section>
  )
}
