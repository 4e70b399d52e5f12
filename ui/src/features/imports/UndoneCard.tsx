import { useQuery } from '@tanstack/react-query'
import { queryRecords } from '@/api/records'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { recordHref } from '@/meta/view'
import { Go } from '@/ui/Go'
import type { TakenBack } from './imports'
import { useNames } from './names'

const SHOWN = 50

/** What is gone, what has its former values, and what stays and why. */
export function UndoneCard({ back, objects }: { back: TakenBack; objects: readonly ObjectMeta[] }) {
  const t = useT()
  const { objectName, fieldName } = useNames(objects)
  const names = (some: readonly { name: string }[] = []): string => some.map((each) => each.name).join(t('imp.comma'))
  const fields = back.fields_left.map((path) => { const [object = '', field = ''] = path.split('.'); return t('imp.choice.fieldOf', { field: fieldName(object, field), object: objectName(object) }) })
  const lines = [
    t('imp.undone.deleted', { count: back.deleted, n: formatNumber(back.deleted) }),
    back.reverted > 0 ? t('imp.undone.reverted', { count: back.reverted, n: formatNumber(back.reverted) }) : '',
    back.people > 0 ? t('imp.undone.people', { count: back.people, n: formatNumber(back.people) }) : '',
    back.departments ? t('imp.undone.departments', { count: back.departments, n: formatNumber(back.departments) }) : '',
    back.people_left.length > 0 ? t('imp.undone.peopleLeft', { names: names(back.people_left) }) : '',
    back.departments_left?.length ? t('imp.undone.departmentsLeft', { names: names(back.departments_left) }) : '',
    fields.length > 0 ? t('imp.undone.fieldsLeft', { names: fields.join(t('imp.comma')) }) : '',
  ].filter(Boolean)
  return (
    <section className="card imp-card" aria-labelledby="imp-undone">
      <h2 id="imp-undone">{t('imp.undone')}</h2>
      <ul className="imp-lines">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
      {back.left.length > 0 && <Left left={back.left} count={back.left_rows} objects={objects} />}
    </section>
  )
}

/** Records that somebody has touched since. */
function Left({ left, count, objects }: { left: TakenBack['left']; count: number; objects: readonly ObjectMeta[] }) {
  const t = useT()
  const { objectName } = useNames(objects)
  const shown = left.slice(0, SHOWN)
  const titles = useQuery({
    queryKey: ['import', 'left', shown.map((each) => each.id)],
    queryFn: async ({ signal }) => {
      const keys = [...new Set(shown.map((each) => each.object))]
      const pages = await Promise.all(keys.map((key) => queryRecords(key, { fields: ['title'], limit: SHOWN, where: { or: shown.filter((each) => each.object === key).map((each) => ({ field: 'id', op: 'eq' as const, value: each.id })) } }, signal)))
      return new Map(pages.flatMap((page) => page.items.map((item) => [item.id, item.title] as const)))
    },
  })
  return (
    <>
      <h3>{t('imp.undone.left', { count })}</h3>
      <ul className="imp-lines">
        {shown.map((each) => <li key={each.id}><Go to={recordHref(each.object, each.id)}>{titles.data?.get(each.id) ?? t('record.untitled')}</Go> <span className="muted">{objectName(each.object)}</span></li>)}
        {count > shown.length && <li className="muted">{t('imp.more', { count: count - shown.length })}</li>}
      </ul>
    </>
  )
}
