import { useQueries } from '@tanstack/react-query'
import { countOf, queryRecords } from '@/api/records'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { useObjects } from '@/meta/objects'
import { listHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Go } from '@/ui/Go'
import { usePhone } from '@/ui/phone'
import { changePerson, type Someone } from './people'
import { Wrong } from '@/ui/Wrong'
import { useDeed } from '@/ui/useDeed'

interface Owned { key: string; label: string; count: number }

/** How many records of each object a person owns, as far as the caller sees them; none as long as it is not known. */
function useOwned(person: Someone): Owned[] | null {
  const objects = useObjects()
  const words = useWords()
  const counts = useQueries({
    queries: objects.map((object) => ({
      queryKey: ['owned', object.key, person.id],
      queryFn: () => queryRecords(object.key, { where: { field: 'owner', op: 'eq', value: person.id }, fields: ['title'], limit: 1, count: 'exact' }).then(countOf),
    })),
  })
  if (counts.some((each) => each.isPending)) return null
  return objects.map((object, at) => ({ key: object.key, label: words(object.label), count: counts[at]?.data ?? 0 })).filter((each) => each.count > 0)
}

/** What it means that somebody leaves, before it is done. */
export function DisableDialog({ person, onDone, onClose }: { person: Someone; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const phone = usePhone()
  const owned = useOwned(person)
  const { run, isBusy, problem } = useDeed()
  const total = owned?.reduce((sum, each) => sum + each.count, 0) ?? 0
  const disable = (): void => { void run(async () => { await changePerson(person.id, { status: 'disabled' }); onDone() }) }
  const foot = <><span className="grow" /><Button data-autofocus="" onClick={onClose}>{t('act.cancel')}</Button><Button look="danger" disabled={isBusy} onClick={disable}>{t('ppl.disable')}</Button></>
  return (
    <Dialog kind={phone ? 'sheet' : 'box'} title={t('ppl.disable.title', { name: person.title })} onClose={onClose} foot={foot}>
      <div className="col">
        <Wrong problem={problem} />
        <ul className="ppl-list">
          <li>{t('ppl.disable.sessions')}</li>
          <li>{t('ppl.disable.history')}</li>
          <li aria-busy={owned === null}>
            {owned === null ? t('ppl.disable.counting') : total === 0 ? t('ppl.disable.nothing') : t('ppl.disable.records', { count: total, n: formatNumber(total) })}
            {total > 0 && owned && (
              <span className="ppl-owned">
                {owned.map((each) => (
                  <Go key={each.key} to={listHref(each.key, { filter: { all: 'and', rules: [{ field: 'owner', op: 'eq', value: { id: person.id, title: person.title } }] } })} target="_blank">
                    {each.label} {formatNumber(each.count)}
                  </Go>
                ))}
              </span>
            )}
          </li>
          <li>{t('ppl.disable.back')}</li>
        </ul>
      </div>
    </Dialog>
  )
}
