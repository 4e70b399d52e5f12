import { Ban, KeyRound, Link2, MoreHorizontal, Pencil, RotateCcw } from 'lucide-react'
import { useT, useWords, type T } from '@/i18n'
import { Avatar, Tag } from '@/ui/bits'
import { MenuButton, type MenuGroup } from '@/ui/Menu'
import { isExpired, loginsOf, stateOf, type Role, type Someone } from './people'

export interface Deeds { edit: (person: Someone) => void; link: (person: Someone) => void; disable: (person: Someone) => void; enable: (person: Someone) => void }
interface RowsProps { people: readonly Someone[]; roles: readonly Role[]; me: string; deeds: Deeds }

const COLORS = { ready: 'green', invited: 'blue', none: null, disabled: 'red' } as const

export function StateTag({ person }: { person: Someone }) {
  const t = useT()
  const state = stateOf(person)
  if (state === 'invited' && isExpired(person)) return <Tag color="orange">{t('ppl.state.expired')}</Tag>
  return <Tag color={COLORS[state]}>{t(`ppl.state.${state}`)}</Tag>
}

function menuOf(person: Someone, me: string, deeds: Deeds, t: T): MenuGroup[] {
  const isActive = person.status === 'active'
  const noLogin = loginsOf(person).length === 0 ? t('ppl.needsLogin') : undefined
  const link = person.account
    ? { key: 'reset', label: t('ppl.reset'), icon: <KeyRound size={16} />, onPick: () => { deeds.link(person) } }
    : { key: 'invite', label: t(person.invited_until ? 'ppl.inviteAgain' : 'ppl.invite'), icon: <Link2 size={16} />, onPick: () => { deeds.link(person) }, ...(noLogin ? { disabled: noLogin } : {}) }
  const own = person.id === me ? { disabled: t('ppl.notOneself') } : {}
  return [
    { key: 'edit', items: [{ key: 'edit', label: t('ppl.edit'), icon: <Pencil size={16} />, onPick: () => { deeds.edit(person) } }, ...(isActive ? [link] : [])] },
    { key: 'status', items: [isActive
      ? { key: 'disable', label: t('ppl.disable'), icon: <Ban size={16} />, danger: true, onPick: () => { deeds.disable(person) }, ...own }
      : { key: 'enable', label: t('ppl.enable'), icon: <RotateCcw size={16} />, onPick: () => { deeds.enable(person) } }] },
  ]
}

function useRowWords(roles: readonly Role[]) {
  const t = useT()
  const words = useWords()
  const comma = t('list.comma')
  return {
    rolesOf: (person: Someone): string => person.roles.map((key) => { const role = roles.find((each) => each.key === key); return (role && words(role.label)) || key }).join(comma),
    placesOf: (person: Someone): string => person.departments.map((each) => each.title).join(comma),
  }
}

/** People as a table. */
export function PeopleTable({ people, roles, me, deeds }: RowsProps) {
  const t = useT()
  const { rolesOf, placesOf } = useRowWords(roles)
  return (
    <table className="ppl-table">
      <thead><tr><th scope="col">{t('ppl.name')}</th><th scope="col">{t('ppl.departments')}</th><th scope="col">{t('ppl.roles')}</th><th scope="col">{t('ppl.logins')}</th><th scope="col">{t('ppl.state')}</th><th scope="col"><span className="sr-only">{t('act.more')}</span></th></tr></thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} data-off={person.status === 'disabled'}>
            <th scope="row"><button type="button" className="ppl-open" onClick={() => { deeds.edit(person) }}><Avatar name={person.title} size="m" /><span className="ellipsis">{person.title}</span></button></th>
            <td><span className="ellipsis" title={placesOf(person)}>{placesOf(person) || <span className="nil">—</span>}</span></td>
            <td><span className="ellipsis" title={rolesOf(person)}>{rolesOf(person) || <span className="nil">—</span>}</span></td>
            <td className="num"><span className="ellipsis" title={loginsOf(person).join(' · ')}>{loginsOf(person).join(' · ') || <span className="nil">—</span>}</span></td>
            <td><StateTag person={person} /></td>
            <td><MenuButton label={t('ppl.more', { name: person.title })} icon={<MoreHorizontal size={16} />} groups={menuOf(person, me, deeds, t)} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** People as cards, for a thumb. */
export function PeopleCards({ people, roles, me, deeds }: RowsProps) {
  const t = useT()
  const { rolesOf, placesOf } = useRowWords(roles)
  return (
    <ul className="ppl-cards">
      {people.map((person) => (
        <li key={person.id} data-off={person.status === 'disabled'}>
          <button type="button" className="ppl-card" onClick={() => { deeds.edit(person) }}>
            <Avatar name={person.title} size="l" />
            <span className="grow">
              <span className="row"><b className="ellipsis">{person.title}</b><StateTag person={person} /></span>
              <small className="ellipsis">{[placesOf(person), rolesOf(person)].filter(Boolean).join(' · ') || t('ppl.noPlace')}</small>
              <small className="ellipsis num">{loginsOf(person).join(' · ')}</small>
            </span>
          </button>
          <MenuButton label={t('ppl.more', { name: person.title })} icon={<MoreHorizontal size={18} />} groups={menuOf(person, me, deeds, t)} />
        </li>
      ))}
    </ul>
  )
}
