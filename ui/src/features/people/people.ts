import { call, newKey } from '@/api/client'
import type { Paged, Ref } from '@/api/types'
import type { Words } from '@/i18n'

export interface Someone extends Ref {
  departments: Ref[]
  account: boolean
  status: 'active' | 'disabled'
  roles: string[]
  email: string | null
  mobile: string | null
  staff_number: string | null
  invited_until: string | null
}
export interface PeopleShown extends Paged<Someone> { count: number }
export interface Place extends Ref { parent: string | null; retired: boolean; people: number }
export interface ObjectRights { create?: boolean; read?: Reach; update?: Reach; delete?: Reach; export?: Reach; import?: Reach; merge?: Reach; transfer?: Reach; share?: Reach }
export type Reach = 'none' | 'own' | 'department' | 'department_tree' | 'all'
export interface Role { key: string; label: Words; objects?: Record<string, ObjectRights>; manage?: string[] }
export interface PersonWish { name: string; mobile: string | null; email: string | null; staff_number: string | null; departments: string[]; roles: string[] }
export interface LinkShown { link: string; purpose: 'invite' | 'reset'; expires_at: string }
export interface Invitations { items: { id: string; title: string; logins: string[]; link: string; qr: { size: number; path: string } }[]; left_out: number; expires_at: string }

/** How the people of a list stand with signing in. */
export const STATES = ['ready', 'invited', 'none', 'disabled'] as const
export type State = (typeof STATES)[number]

export function stateOf(person: Someone): State {
  if (person.status === 'disabled') return 'disabled'
  return person.account ? 'ready' : person.invited_until ? 'invited' : 'none'
}

export const isExpired = (person: Someone, now = Date.now()): boolean => person.invited_until !== null && Date.parse(person.invited_until) < now

export const loginsOf = (person: Someone): string[] => [person.mobile, person.email, person.staff_number].filter((each): each is string => each !== null)

export interface PeopleWanted { q: string; state: State | ''; department: string }

const ASKED: Record<State, Record<string, string>> = {
  ready: { status: 'active', access: 'account' }, invited: { status: 'active', access: 'invited' }, none: { status: 'active', access: 'none' }, disabled: { status: 'disabled' },
}
const PAGE = 50

export function loadPeople({ q, state, department }: PeopleWanted, cursor: string, limit = PAGE): Promise<PeopleShown> {
  const more = state ? ASKED[state] : {}
  return call('GET', '/people', { query: { q: q || undefined, department: department || undefined, ...more, limit, cursor: cursor || undefined } })
}

/** Everybody of a list, page by page: for what is done to all of them. */
export async function loadAllPeople(wanted: PeopleWanted): Promise<Someone[]> {
  const found: Someone[] = []
  let cursor: string | null | undefined = ''
  while (cursor !== null && cursor !== undefined) {
    const page: PeopleShown = await loadPeople(wanted, cursor, 200)
    found.push(...page.items)
    cursor = page.next
  }
  return found
}

export const loadPerson = (id: string): Promise<Someone> => call('GET', `/people/${encodeURIComponent(id)}`)
export const addPerson = (wish: PersonWish, key: string): Promise<Someone> => call('POST', '/people', { body: wish, key })
export const changePerson = (id: string, change: Partial<PersonWish> | { status: Someone['status'] }): Promise<Someone> => call('PATCH', `/people/${id}`, { body: change })
export const inviteOne = (id: string): Promise<LinkShown> => call('POST', `/people/${id}/invite`, { key: newKey() })
export const resetOne = (id: string): Promise<LinkShown> => call('POST', `/people/${id}/reset`, { key: newKey() })
const inviteSome = (people: string[]): Promise<Invitations> => call('POST', '/people/invitations', { body: { people }, key: newKey() })
const MOST_INVITED = 2000

/** Links for all of them, however many: the server makes so many at once. */
export async function inviteMany(people: readonly string[]): Promise<Invitations> {
  let found = await inviteSome(people.slice(0, MOST_INVITED))
  for (let at = MOST_INVITED; at < people.length; at += MOST_INVITED) {
    const more = await inviteSome(people.slice(at, at + MOST_INVITED))
    found = { items: [...found.items, ...more.items], left_out: found.left_out + more.left_out, expires_at: found.expires_at }
  }
  return found
}
export const loadPlaces = (): Promise<Paged<Place>> => call('GET', '/departments', { query: { retired: true } })
export const loadRoles = (): Promise<Paged<Role>> => call('GET', '/roles')
export const addPlace = (title: string, parent: string | null, key: string): Promise<Place> => call('POST', '/departments', { body: { title, parent }, key })
export const changePlace = (id: string, change: { title?: string; parent?: string | null; retired?: boolean }): Promise<Place> => call('PATCH', `/departments/${id}`, { body: change })
