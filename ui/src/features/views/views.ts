import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { asProblem, call, newKey, type Problem } from '@/api/client'
import type { ColumnChoice, ObjectMeta, RowHeight, SavedView } from '@/api/types'
import { useT, type Words } from '@/i18n'
import { objectsQuery } from '@/meta/objects'
import { ALL, savedOf, viewQuery, type View } from '@/meta/view'
import { toast } from '@/ui/toast'

/** What a view is made of, as the server takes it. */
export interface ViewBody {
  label: Words
  kind: 'personal' | 'team'
  roles: string[]
  locked: boolean
  where: unknown
  sort: string[]
  search: string | null
  columns: readonly ColumnChoice[] | null
  frozen: number
  row_height: RowHeight
}
interface Tabs { items: SavedView[]; default: string }
/** How a list without a saved view looks in this browser. */
export type KeptLook = Pick<View, 'columns' | 'frozen' | 'height'>

const at = (object: ObjectMeta, rest = ''): string => `/objects/${encodeURIComponent(object.key)}/views${rest}`
const PLAIN = { columns: null, frozen: 1, row_height: 'medium' } as const

/** The look of a list as it is now, with its draft: what would be saved. */
export function lookOf(object: ObjectMeta, view: View, kept: KeptLook): Pick<ViewBody, 'where' | 'sort' | 'search' | 'columns' | 'frozen' | 'row_height'> {
  const saved = savedOf(object, view)
  const { where, sort, search } = viewQuery(object, view)
  const base = saved ?? { ...PLAIN, columns: kept.columns ?? null, frozen: kept.frozen ?? 1, row_height: kept.height ?? 'medium' }
  const columns = view.columns ?? (view.drop?.includes('columns') ? null : base.columns)
  return { where: where ?? null, sort: sort ?? [], search: search ?? null, columns, frozen: view.frozen ?? base.frozen, row_height: view.height ?? base.row_height }
}

function put(client: QueryClient, object: ObjectMeta, change: (object: ObjectMeta) => Partial<ObjectMeta>): void {
  client.setQueryData<{ items: ObjectMeta[] }>(objectsQuery.queryKey, (known) => known && { ...known, items: known.items.map((each) => (each.key === object.key ? { ...each, ...change(each) } : each)) })
}

/** The verbs of saved views; each puts its answer where every page reads it, and says what went wrong. */
export function useViews(object: ObjectMeta) {
  const client = useQueryClient()
  const t = useT()
  const views = object.views ?? []
  const show = (view: SavedView): void => {
    put(client, object, ({ views: known = [] }) => ({ views: known.some((each) => each.id === view.id) ? known.map((each) => (each.id === view.id ? view : each)) : [...known, view] }))
  }
  const showTabs = (tabs: Tabs): void => { put(client, object, () => ({ views: tabs.items, default_view: tabs.default })) }
  const failed = (problem: Problem): void => {
    toast(problem.message || t('error.text'), { bad: true })
    if (problem.status === 409 || problem.status === 404 || problem.status === 403) void client.invalidateQueries({ queryKey: objectsQuery.queryKey })
  }
  const tell = async <Answer>(deed: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await deed()
    } catch (cause) {
      failed(asProblem(cause))
      return null
    }
  }
  const create = (body: ViewBody): Promise<SavedView | null> => tell(async () => {
    const made = await call<SavedView>('POST', at(object), { body, key: newKey() })
    show(made)
    return made
  })
  const update = (view: SavedView, change: Partial<ViewBody>): Promise<SavedView | null> => tell(async () => {
    const changed = await call<SavedView>('PATCH', at(object, `/${view.id}`), { body: { version: view.version, ...change } })
    show(changed)
    return changed
  })
  const restore = (id: string): Promise<SavedView | null> => tell(async () => {
    const back = await call<SavedView>('POST', at(object, `/${id}/restore`), { key: newKey() })
    show(back)
    return back
  })
  const remove = (view: SavedView): Promise<boolean | null> => tell(async () => {
    await call<null>('DELETE', at(object, `/${view.id}`))
    put(client, object, ({ views: known = [], default_view }) => ({ views: known.filter((each) => each.id !== view.id), default_view: default_view === view.id ? ALL : default_view ?? ALL }))
    return true
  })
  const arrange = (order: readonly SavedView[], begin: string | null): Promise<boolean | null> => tell(async () => {
    showTabs(await call<Tabs>('PUT', at(object, '/arrangement'), { body: { order: order.map((view) => view.id), default: begin } }))
    return true
  })
  const beginRole = (role: string, view: string | null): Promise<boolean | null> => tell(async () => {
    showTabs(await call<Tabs>('PUT', at(object, `/roles/${encodeURIComponent(role)}`), { body: { view } }))
    return true
  })
  return { views, create, update, restore, remove, arrange, beginRole }
}
