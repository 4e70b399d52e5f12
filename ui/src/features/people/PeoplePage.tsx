import { FileSpreadsheet, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { useMe } from '@/meta/objects'
import type { Search } from '@/meta/view'
import { Skeleton } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { usePhone } from '@/ui/phone'
import { QuickSearch } from '@/ui/QuickSearch'
import { EmptyBox, ErrorBox, NoMatchBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { DisableDialog } from './DisableDialog'
import { HandOut } from './HandOut'
import { LinkDialog } from './LinkDialog'
import { changePerson, inviteMany, inviteOne, loadAllPeople, resetOne, STATES, type Invitations, type LinkShown, type PeopleWanted, type Someone, type State } from './people'
import { PeopleCards, PeopleTable } from './PeopleRows'
import { PersonDrawer } from './PersonDrawer'
import { useOutdate, usePeople, usePlaces, useRoles } from './usePeople'
import '@/fields/fields.css' // of selects
import './people.css'

type Open = { kind: 'edit'; person: Someone | null } | { kind: 'link'; name: string; link: LinkShown } | { kind: 'disable'; person: Someone } | { kind: 'hand'; found: Invitations }

export interface PeoplePageProps { search: Search; onSearch: (search: Search) => void }

function wantedOf(search: Search): PeopleWanted {
  const state = STATES.find((each) => each === search.state) ?? ''
  return { q: search.q ?? '', state, department: search.department ?? '' }
}

/** Everybody who works here: who may sign in, where they belong, what they may do. */
export function PeoplePage({ search, onSearch }: PeoplePageProps) {
  const t = useT()
  const phone = usePhone()
  const me = useMe()?.person.id ?? ''
  const wanted = wantedOf(search)
  const people = usePeople(wanted)
  const roles = useRoles()
  const outdate = useOutdate()
  const [open, setOpen] = useState<Open | null>(null)
  const items = people.data?.pages.flatMap((page) => page.items) ?? []
  const count = people.data?.pages[0]?.count
  const close = (): void => { setOpen(null) }
  const failed = (cause: unknown): void => { toast(asProblem(cause).message || t('error.offline'), { bad: true }) }
  const deeds = {
    edit: (person: Someone) => { setOpen({ kind: 'edit', person }) },
    link: (person: Someone) => { void (person.account ? resetOne(person.id) : inviteOne(person.id)).then((link) => { outdate(); setOpen({ kind: 'link', name: person.title, link }) }, failed) },
    disable: (person: Someone) => { setOpen({ kind: 'disable', person }) },
    enable: (person: Someone) => { void changePerson(person.id, { status: 'active' }).then(() => { outdate(); toast(t('ppl.enabled', { name: person.title })) }, failed) },
  }
  const inviteAll = (): void => { void loadAllPeople(wanted).then((all) => inviteMany(all.map((each) => each.id))).then((found) => { outdate(); setOpen({ kind: 'hand', found }) }, failed) }
  const change = (part: Partial<PeopleWanted>): void => {
    const next = { ...wanted, ...part }
    onSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as Search)
  }
  const add = (): void => { setOpen({ kind: 'edit', person: null }) }
  const Rows = phone ? PeopleCards : PeopleTable
  const body = () => {
    if (people.error) return <ErrorBox problem={asProblem(people.error)} onRetry={() => { void people.refetch() }} />
    if (people.isPending) return <ul className="ppl-cards appear" aria-busy="true">{[1, 2, 3, 4, 5].map((row) => <li key={row} className="ppl-ghost"><Skeleton width={30} height={30} /><Skeleton width="40%" /></li>)}</ul>
    if (items.length === 0 && (wanted.q || wanted.state || wanted.department)) return <NoMatchBox text={t('ppl.noMatch')} onClear={() => { onSearch({}) }} />
    if (items.length === 0) return <EmptyBox title={t('ppl.empty')}><Button look="primary" onClick={add}>{t('ppl.add')}</Button></EmptyBox>
    return (
      <>
        <Rows people={items} roles={roles.data ?? []} me={me} deeds={deeds} />
        {people.hasNextPage && <div className="ppl-next"><Button disabled={people.isFetchingNextPage} onClick={() => { void people.fetchNextPage() }}>{t('act.moreRows')}</Button></div>}
      </>
    )
  }
  return (
    <section className="ppl" aria-labelledby="ppl-title">
      <header className="ppl-head">
        <h1 id="ppl-title">{t('ppl.title')}</h1>
        <span className="grow muted num" role="status">{count !== undefined && t('ppl.count', { count, n: formatNumber(count) })}</span>
        <Button onClick={() => { onSearch({ import: '1' }) }}><FileSpreadsheet size={16} aria-hidden="true" />{t('ppl.import')}</Button>
        <Button look="primary" onClick={add}><UserPlus size={16} aria-hidden="true" />{t('ppl.add')}</Button>
      </header>
      <div className="ppl-bar">
        <QuickSearch value={wanted.q} label={t('ppl.search')} onSearch={(q) => { if (q !== wanted.q) change({ q }) }} />
        <select className="sel" aria-label={t('ppl.state')} value={wanted.state} onChange={(event) => { change({ state: event.target.value as State | '' }) }}>
          <option value="">{t('ppl.state.any')}</option>
          {STATES.map((each) => <option key={each} value={each}>{t(`ppl.state.${each}`)}</option>)}
        </select>
        <PlaceFilter value={wanted.department} onChange={(department) => { change({ department }) }} />
        {(wanted.state === 'none' || wanted.state === 'invited') && items.length > 0 && <Button onClick={inviteAll}>{t('ppl.inviteAll', { count: count ?? 0 })}</Button>}
      </div>
      <div className="ppl-body">{body()}</div>
      {open?.kind === 'edit' && <PersonDrawer key={open.person?.id ?? 'new'} person={open.person} onClose={close} onSaved={(saved, link) => { outdate(); setOpen(link ? { kind: 'link', name: saved.title, link } : null) }} />}
      {open?.kind === 'link' && <LinkDialog name={open.name} link={open.link} onClose={close} />}
      {open?.kind === 'disable' && <DisableDialog person={open.person} onClose={close} onDone={() => { outdate(); toast(t('ppl.disabled', { name: open.person.title })); close() }} />}
      {open?.kind === 'hand' && <HandOut found={open.found} onClose={close} />}
    </section>
  )
}

function PlaceFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT()
  const places = usePlaces()
  const shown = (places.data ?? []).filter(({ place }) => !place.retired || place.id === value)
  if (shown.length === 0) return null
  return (
    <select className="sel" aria-label={t('ppl.departments')} value={value} onChange={(event) => { onChange(event.target.value) }}>
      <option value="">{t('ppl.anyDepartment')}</option>
      {shown.map(({ place, path }) => <option key={place.id} value={place.id}>{path}</option>)}
    </select>
  )
}
