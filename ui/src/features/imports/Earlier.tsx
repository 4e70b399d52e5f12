import type { UseQueryResult } from '@tanstack/react-query'
import { asProblem } from '@/api/client'
import { useT, type T } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { Skeleton, Tag } from '@/ui/bits'
import { Go } from '@/ui/Go'
import type { Earlier, ImportState } from './imports'
import { Wrong } from './Frame'

const COLORS: Record<ImportState, string> = { planned: 'gray', running: 'blue', done: 'green', failed: 'red', undone: 'orange' }
const SHOWN = 20

export const namesOf = (files: readonly { name: string }[], t: T): string => files.map((file) => file.name).join(t('imp.comma'))

/** The imports before this one: what became of them, and the way back to them. */
export function EarlierList({ query }: { query: UseQueryResult<{ items: Earlier[] }> }) {
  const t = useT()
  if (query.error) return <Wrong problem={asProblem(query.error)} />
  if (!query.data) return <div className="col appear"><Skeleton width="40%" /><Skeleton width="70%" /></div>
  if (query.data.items.length === 0) return null
  return (
    <section className="imp-earlier" aria-labelledby="imp-earlier">
      <h2 id="imp-earlier">{t('imp.earlier')}</h2>
      <ul>
        {query.data.items.slice(0, SHOWN).map((each) => (
          <li key={each.id}>
            <Go to={`/import/${each.id}`} className="ellipsis grow" title={namesOf(each.files, t)}>{namesOf(each.files, t)}</Go>
            <span className="muted num">{formatDateTime(each.at)}</span>
            <Tag color={COLORS[each.state]}>{t(`imp.state.${each.state}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  )
}
