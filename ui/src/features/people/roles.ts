import type { T, TextKey } from '@/i18n'
import type { ObjectRights, Reach, Role } from './people'

const REACH: Record<Exclude<Reach, 'none'>, TextKey> = { own: 'ppl.reach.own', department: 'ppl.reach.department', department_tree: 'ppl.reach.department_tree', all: 'ppl.reach.all' }
const DEEDS = ['delete', 'export', 'import', 'merge', 'transfer', 'share'] as const
const MANAGED: Record<string, TextKey> = {
  people: 'ppl.manage.people', roles: 'ppl.manage.roles', model: 'ppl.manage.model', imports: 'ppl.manage.imports', backups: 'ppl.manage.backups', audit: 'ppl.manage.audit',
  status: 'ppl.manage.status', workspace: 'ppl.manage.workspace', views: 'ppl.manage.views',
}

/** What a role lets one do, in a line. */
export function roleWords(role: Role, t: T): string {
  if (role.manage?.includes('*')) return t('ppl.role.everything')
  const common = role.objects?.['*']
  const special = Object.keys(role.objects ?? {}).filter((key) => key !== '*').length
  const manage = (role.manage ?? []).map((each) => { const known = MANAGED[each]; return known ? t(known) : each })
  const parts = [
    ...(common ? rightsWords(common, t) : []),
    special > 0 ? t(common ? 'ppl.role.special' : 'ppl.role.only', { count: special }) : '',
    manage.length > 0 ? t('ppl.role.manages', { what: manage.join(t('list.comma')) }) : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(t('ppl.semicolon')) : t('ppl.role.nothing')
}

function rightsWords(rights: ObjectRights, t: T): string[] {
  const { read = 'none', update = 'none' } = rights
  const sight = update !== 'none' && reaches(update, read) ? update : read
  const words: string[] = []
  if (sight !== 'none') words.push(t(update === sight ? 'ppl.role.edits' : 'ppl.role.sees', { reach: t(REACH[sight]) }))
  if (update !== 'none' && update !== sight) words.push(t('ppl.role.edits', { reach: t(REACH[update]) }))
  const deeds = [rights.create ? t('ppl.deed.create') : '', ...DEEDS.map((deed) => ((rights[deed] ?? 'none') === 'none' ? '' : t(`ppl.deed.${deed}`)))].filter(Boolean)
  if (deeds.length > 0) words.push(t('ppl.role.may', { what: deeds.join(t('list.comma')) }))
  return words
}

const ORDER: readonly Reach[] = ['none', 'own', 'department', 'department_tree', 'all']

function reaches(one: Reach, other: Reach): boolean {
  return ORDER.indexOf(one) >= ORDER.indexOf(other)
}
