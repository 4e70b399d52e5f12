import { ArrowLeft, ArrowRight, Copy, Home, LayoutList, Link2, Lock, LockOpen, Plus, Settings2, Trash2, Users, ChevronDown } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { ObjectMeta, SavedView } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { StarButton } from '@/meta/StarButton'
import { ALL, listHref, type View } from '@/meta/view'
import { IconButton } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { MenuButton, type MenuItem } from '@/ui/Menu'
import { toast } from '@/ui/toast'
import { useViews, type KeptLook } from './views'
import './views.css'

const ViewDialog = lazy(() => import('./ViewDialog').then((module) => ({ default: module.ViewDialog })))

export interface ViewTabsProps { object: ObjectMeta; view: View; kept: () => KeptLook; onView: (view: View, replace?: boolean) => void }

function copyLink(path: string, done: () => void): void {
  const text = location.origin + path
  if (navigator.clipboard) { void navigator.clipboard.writeText(text).then(done); return }
  // Plain HTTP has no clipboard of its own.
  const box = document.createElement('textarea')
  box.value = text
  document.body.append(box)
  box.select()
  document.execCommand('copy')
  box.remove()
  done()
}

/** How the list looks, as its address says it: what a star on it keeps. The whole list is the one without anything. */
function searchOf(object: string, view: View): string {
  return listHref(object, view.id === ALL ? { ...view, id: undefined } : view).split('?')[1] ?? ''
}

/** What can be done with the open view. */
function useViewMenu({ object, view, onView }: ViewTabsProps, open: SavedView | undefined, onSettings: () => void): { title: string; items: MenuItem[] }[] {
  const t = useT()
  const words = useWords()
  const { views, create, update, remove, restore, arrange } = useViews(object)
  if (!open) return []
  const name = words(open.label)
  const index = views.indexOf(open)
  const begins = object.default_view === open.id
  const swap = (by: number): void => {
    const order = [...views]
    order.splice(index + by, 0, ...order.splice(index, 1))
    void arrange(order, object.default_view ?? null)
  }
  const duplicate = async (): Promise<void> => {
    const { where, sort, search, columns, frozen, row_height } = open
    const label = { [document.documentElement.lang === 'en' ? 'en' : 'zh']: t('view.copyOf', { name }) }
    const made = await create({ label, kind: 'personal', roles: [], locked: false, where, sort, search, columns, frozen, row_height })
    if (made) onView({ id: made.id })
  }
  const erase = async (): Promise<void> => {
    if (!await remove(open)) return
    onView({ id: ALL }, true)
    toast(t('view.deleted', { name }), { action: { label: t('act.undo'), run: () => { void restore(open.id).then((back) => { if (back) onView({ id: back.id }, true) }) } } })
  }
  const item = (key: string, label: string, icon: MenuItem['icon'], onPick: () => void, more: Partial<MenuItem> = {}): MenuItem => ({ key, label, icon, onPick, ...more })
  const locked = open.locked ? { disabled: t('view.lockedHint') } : {}
  return [{
    title: name,
    items: [
      ...(open.can.update ? [item('settings', t('view.settings'), <Settings2 size={16} />, onSettings)] : []),
      item('copy', t('view.duplicate'), <Copy size={16} />, () => { void duplicate() }, open.problem ? { disabled: t('state.viewBlocked') } : {}),
      item('link', t('view.copyLink'), <Link2 size={16} />, () => { copyLink(listHref(object.key, view), () => { toast(t('view.linkCopied')) }) }),
      item('begin', t(begins ? 'view.noDefault' : 'view.setDefault'), <Home size={16} />, () => { void arrange(views, begins ? null : open.id) }),
      item('left', t('view.left'), <ArrowLeft size={16} />, () => { swap(-1) }, index === 0 ? { disabled: t('view.first') } : {}),
      item('right', t('view.right'), <ArrowRight size={16} />, () => { swap(1) }, index === views.length - 1 ? { disabled: t('view.last') } : {}),
      ...(open.can.update ? [
        item('lock', t(open.locked ? 'view.unlock' : 'view.lock'), open.locked ? <LockOpen size={16} /> : <Lock size={16} />, () => { void update(open, { locked: !open.locked }) }),
        item('delete', t('view.delete'), <Trash2 size={16} />, () => { void erase() }, { danger: true, ...locked }),
      ] : []),
    ],
  }]
}

/** The saved views of an object as tabs, with the whole list first; each is a link. */
export function ViewTabs(props: ViewTabsProps) {
  const { object, view, kept, onView } = props
  const t = useT()
  const words = useWords()
  const views = object.views ?? []
  const open = views.find((each) => each.id === view.id)
  const [dialog, setDialog] = useState<'new' | 'settings' | null>(null)
  const groups = useViewMenu(props, open, () => { setDialog('settings') })
  // The whole list is called as its object; what narrows it is said, so that two stars of one object are told apart.
  const narrowed = view.q ?? (view.filter ? t('filter.title') : undefined)
  const starName = open || narrowed ? [open ? words(open.label) : words(object.plural) || words(object.label), narrowed].filter(Boolean).join(' · ') : ''
  const strip = useRef<HTMLUListElement>(null)
  useEffect(() => { strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) }, [view.id])
  const all: MenuItem[] = [
    { key: ALL, label: t('view.all'), onPick: () => { onView({ id: ALL }) }, ticked: !open },
    ...views.map((each): MenuItem => ({ key: each.id, label: words(each.label), ticked: each === open, onPick: () => { onView({ id: each.id }) }, ...(each.kind === 'team' ? { icon: <Users size={16} /> } : {}) })),
  ]
  return (
    <nav className="vtabs" aria-label={t('view.title')}>
      <ul ref={strip}>
        <li><Go className="vtab" to={listHref(object.key, { id: ALL })} aria-current={open ? undefined : 'page'}>{t('view.all')}</Go></li>
        {views.map((each) => (
          <li key={each.id} className="row">
            <Go className="vtab" to={listHref(object.key, { id: each.id })} aria-current={each === open ? 'page' : undefined} title={t(each.kind === 'team' ? 'view.team' : 'view.personal')}>
              {each.kind === 'team' && <Users size={14} aria-label={t('view.team')} />}
              <span className="ellipsis">{words(each.label)}</span>
              {each.locked && <Lock size={12} aria-label={t('view.locked')} />}
            </Go>
            {each === open && <MenuButton className="vtab-menu" label={t('view.menu', { name: words(each.label) })} icon={<ChevronDown size={14} />} align="start" groups={groups.map((group) => ({ key: 'view', ...group }))} />}
          </li>
        ))}
      </ul>
      {views.length > 1 && <MenuButton label={t('view.more')} icon={<LayoutList size={16} />} groups={[{ key: 'views', title: t('view.title'), items: all }]} />}
      <StarButton what={{ object: object.key, search: searchOf(object.key, view), name: starName }} />
      <IconButton label={t('view.new')} onClick={() => { setDialog('new') }}><Plus size={16} /></IconButton>
      <Suspense fallback={null}>
        {dialog && <ViewDialog object={object} view={view} kept={kept()} saved={dialog === 'settings' ? open : undefined} onDone={(made) => { setDialog(null); if (made && made.id !== view.id) onView({ id: made.id }) }} />}
      </Suspense>
    </nav>
  )
}
