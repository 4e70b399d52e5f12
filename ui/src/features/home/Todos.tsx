import { CalendarClock, Check } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useLanguage, useT, useWords } from '@/i18n'
import { dayHeading, dayInProse } from '@/i18n/format'
import { addDays, today } from '@/i18n/zone'
import { recordHref } from '@/meta/view'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { MenuButton } from '@/ui/Menu'
import { ErrorBox } from '@/ui/States'
import { grouped, movedTo, nextMonday, useChangeTodo, useTodos, type GroupKey, type Todo } from './todos'

/** So many of a group at first: today must not sink below what is long past. */
const FIRST = 8

function TodoLine({ todo }: { todo: Todo }) {
  const t = useT()
  const words = useWords()
  const lang = useLanguage()
  const change = useChangeTodo()
  const { object, record, about, day } = todo
  const due = object.due
  if (!due) return null
  const finish = (): void => { change(todo, due.done, true, t('todo.done', { text: todo.text })) }
  const move = (to: string): void => { change(todo, due.date, movedTo(to, record[due.date]), t('todo.moved', { text: todo.text, day: dayInProse(to, lang) })) }
  const tomorrow = addDays(today(), 1)
  const items = [
    { key: 'tomorrow', label: t('todo.tomorrow', { day: dayInProse(tomorrow, lang) }), onPick: () => { move(tomorrow) } },
    { key: 'week', label: t('todo.nextWeek', { day: dayInProse(nextMonday(), lang) }), onPick: () => { move(nextMonday()) } },
  ]
  return (
    <li className="todo">
      {todo.mayFinish
        ? <button type="button" className="todo-check" aria-label={t('todo.finish', { text: todo.text })} title={t('todo.finish', { text: todo.text })} onClick={finish}><span><Check size={14} aria-hidden="true" /></span></button>
        : <span className="todo-check" aria-hidden="true" />}
      <div className="grow todo-text">
        <Go to={recordHref(object.key, record.id)} className="todo-title">{todo.text || words(object.label)}</Go>
        <span className="todo-about">
          {about && <Go to={recordHref(about.object, about.ref.id)} className="ellipsis">{about.ref.title}</Go>}
          {day !== today() && <span className={day < today() ? 'todo-late num' : 'num'}>{day === tomorrow ? t('todo.isTomorrow') : dayHeading(day, lang, t)}</span>}
        </span>
      </div>
      {todo.mayMove && <MenuButton label={t('todo.postpone', { text: todo.text })} icon={<CalendarClock size={16} />} groups={[{ key: 'when', items }]} className="todo-move" />}
    </li>
  )
}

/** `more`: older ones than these were not asked for, so that their number is not known. What is long past is shown on demand. */
function Group({ name, items, more }: { name: GroupKey; items: Todo[]; more: boolean }) {
  const t = useT()
  const [all, setAll] = useState(false)
  if (items.length === 0) return null
  const shown = all ? items : items.slice(0, name === 'old' ? 0 : FIRST)
  return (
    <div className="todo-group" role="group" aria-label={t(`todo.${name}`)}>
      <h3 data-late={name === 'late'}>{t(`todo.${name}`)}<span className="badge">{more ? `${items.length}+` : items.length}</span></h3>
      {shown.length > 0 && <ul>{shown.map((todo) => <TodoLine key={`${todo.object.key} ${todo.record.id}`} todo={todo} />)}</ul>}
      {shown.length < items.length && <Button look="link" className="todo-all" onClick={() => { setAll(true) }}>{t('todo.showAll', { count: items.length })}</Button>}
    </div>
  )
}

/** What the person has to do: today, overdue, in the days to come. */
export function Todos({ objects }: { objects: readonly ObjectMeta[] }) {
  const t = useT()
  const query = useTodos(objects)
  const body = () => {
    if (query.error && !query.data) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (!query.data) return <div className="home-wait appear"><Skeleton width="70%" height={16} /><Skeleton width="55%" height={16} /><Skeleton width="62%" height={16} /></div>
    if (query.data.items.length === 0) return <p className="home-none">{t('todo.none')}<br /><small>{t('todo.noneText')}</small></p>
    const groups = grouped(query.data.items)
    const oldest = groups.at(-1)?.items.length ? 'old' : 'late'
    return (
      <>
        {groups.map((group) => <Group key={group.key} name={group.key} items={group.items} more={query.data.more && group.key === oldest} />)}
        {query.data.more && <p className="home-none"><small>{t('todo.more')}</small></p>}
      </>
    )
  }
  return <section className="card home-card" data-tour="todos" aria-labelledby="home-todos"><h2 id="home-todos">{t('todo.title')}</h2>{body()}</section>
}
