import { ChevronDown, ChevronRight, FolderInput, FolderPlus, MoreHorizontal, Pencil, Plus, Power, RotateCcw } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { asProblem } from '@/api/client'
import { useT, type T } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Skeleton, Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { MenuButton, type MenuGroup } from '@/ui/Menu'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { DepartmentDialog, RetireDialog, type Asked } from './DepartmentDialogs'
import { changePlace } from './people'
import { treeOf, type Branch } from './tree'
import { useOutdate, usePlaces } from './usePeople'
import '@/fields/fields.css' // of selects
import './people.css'
import './departments.css'

type Ask = (asked: Asked) => void

/** The departments as a tree, with the people of each. */
export function DepartmentsPage() {
  const t = useT()
  const places = usePlaces()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [withRetired, setWithRetired] = useState(false)
  const all = places.data ?? []
  const hasRetired = all.some(({ place }) => place.retired)
  const shown = withRetired ? all : treeOf(all.map(({ place }) => place).filter((place) => !place.retired))
  const add = (): void => { setAsked({ kind: 'add', parent: null }) }
  const close = (): void => { setAsked(null) }
  const body = () => {
    if (places.error) return <ErrorBox problem={asProblem(places.error)} onRetry={() => { void places.refetch() }} />
    if (places.isPending) return <div className="col dep-wait appear"><Skeleton width="30%" /><Skeleton width="40%" /><Skeleton width="35%" /></div>
    if (shown.length === 0) return <EmptyBox title={t('dep.empty')} text={t('dep.emptyText')}><Button look="primary" onClick={add}>{t('dep.add')}</Button></EmptyBox>
    return <Tree branches={shown} onAsk={setAsked} />
  }
  return (
    <section className="ppl" aria-labelledby="dep-title">
      <header className="ppl-head">
        <h1 id="dep-title">{t('dep.title')}</h1>
        <span className="grow muted num">{places.data && t('dep.count', { count: shown.length, n: formatNumber(shown.length) })}</span>
        <Button look="primary" onClick={add}><Plus size={16} aria-hidden="true" />{t('dep.add')}</Button>
      </header>
      <p className="dep-hint">{t('dep.hint')}</p>
      {hasRetired && <label className="dep-retired"><input type="checkbox" className="check" checked={withRetired} onChange={(event) => { setWithRetired(event.target.checked) }} />{t('dep.showRetired')}</label>}
      <div className="ppl-body">{body()}</div>
      {asked && asked.kind !== 'retire' && <DepartmentDialog asked={asked} branches={all} onClose={close} />}
      {asked?.kind === 'retire' && <RetireDialog branch={asked.branch} hasBelow={all.some(({ place }) => place.parent === asked.branch.place.id && !place.retired)} onClose={close} />}
    </section>
  )
}

function menuOf(branch: Branch, ask: Ask, restore: () => void, t: T): MenuGroup[] {
  if (branch.place.retired) return [{ key: 'status', items: [{ key: 'restore', label: t('dep.restore'), icon: <RotateCcw size={16} />, onPick: restore }] }]
  return [
    { key: 'edit', items: [
      { key: 'below', label: t('dep.addBelow'), icon: <FolderPlus size={16} />, onPick: () => { ask({ kind: 'add', parent: branch.place.id }) } },
      { key: 'rename', label: t('dep.rename'), icon: <Pencil size={16} />, onPick: () => { ask({ kind: 'rename', branch }) } },
      { key: 'move', label: t('dep.move'), icon: <FolderInput size={16} />, onPick: () => { ask({ kind: 'move', branch }) } },
    ] },
    { key: 'status', items: [{ key: 'retire', label: t('dep.retire'), icon: <Power size={16} />, danger: true, onPick: () => { ask({ kind: 'retire', branch }) } }] },
  ]
}

function Tree({ branches, onAsk }: { branches: readonly Branch[]; onAsk: Ask }) {
  const t = useT()
  const outdate = useOutdate()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const fold = (id: string, is: boolean): void => { setFolded((before) => { const next = new Set(before); if (is) next.add(id); else next.delete(id); return next }) }
  const restore = (branch: Branch): void => {
    void changePlace(branch.place.id, { retired: false }).then(() => { outdate(); toast(t('dep.saved', { name: branch.place.title })) }, (cause: unknown) => { toast(asProblem(cause).message || t('error.offline'), { bad: true }) })
  }
  const shown = branches.filter((_, at) => !isHidden(branches, at, folded))
  const onKeyDown = (event: KeyboardEvent, branch: Branch): void => {
    if (branch.below > 0 && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) { event.preventDefault(); fold(branch.place.id, event.key === 'ArrowLeft') }
  }
  return (
    <ul className="dep-tree" aria-label={t('dep.tree')}>
      {shown.map((branch) => {
        const { place, depth, below } = branch
        const isFolded = folded.has(place.id)
        return (
          <li key={place.id} className="dep-row" data-depth={Math.min(depth, 8)} data-off={place.retired}>
            {below > 0
              ? <button type="button" className="dep-fold" aria-expanded={!isFolded} aria-label={t(isFolded ? 'dep.expand' : 'dep.fold', { name: place.title })} onKeyDown={(event) => { onKeyDown(event, branch) }} onClick={() => { fold(place.id, !isFolded) }}>{isFolded ? <ChevronRight size={16} /> : <ChevronDown size={16} />}</button>
              : <span className="dep-fold" />}
            <span className="ellipsis dep-name" title={branch.path}>{place.title}</span>
            {place.retired && <Tag>{t('dep.retired')}</Tag>}
            <span className="grow" />
            {place.people > 0 ? <Go to={`/settings/people?department=${place.id}`} className="num">{t('dep.people', { count: place.people, n: formatNumber(place.people) })}</Go> : <span className="muted num">{t('dep.people', { count: 0, n: '0' })}</span>}
            <MenuButton label={t('dep.more', { name: place.title })} icon={<MoreHorizontal size={16} />} groups={menuOf(branch, onAsk, () => { restore(branch) }, t)} />
          </li>
        )
      })}
    </ul>
  )
}

/** Whether one of those above is closed. */
function isHidden(branches: readonly Branch[], at: number, folded: ReadonlySet<string>): boolean {
  return branches.slice(0, at).some((above, index) => folded.has(above.place.id) && at <= index + above.below)
}
