import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onChanged } from '@/api/changes'
import { asProblem } from '@/api/client'
import { queryRecords, updateRecord, type QueryBody } from '@/api/records'
import type { Condition, ObjectMeta, Rec, Ref } from '@/api/types'
import { useT } from '@/i18n'
import { dayOf } from '@/i18n/format'
import { addDays, instantOf, isDay, today, wallOf } from '@/i18n/zone'
import { fieldOf, isRef, levelOf } from '@/meta/objects'
import { toast } from '@/ui/toast'

/** Something to do by a day: a record of an object whose definition says what is due. */
export interface Todo { object: ObjectMeta; record: Rec; day: string; text: string; about: { object: string; ref: Ref } | null; mayFinish: boolean; mayMove: boolean }
export interface Todos { items: Todo[]; more: boolean }
export type Due = NonNullable<ObjectMeta['due']>

/** Days after today that are told of in advance. */
export const AHEAD = 7
/** Days after which what was not done is no longer urgent. */
const LONG_PAST = 30
const MOST = 100
const KEY = ['todos'] as const

export const dueOf = (objects: readonly ObjectMeta[]): ObjectMeta[] => objects.filter((object) => object.due)

/** Fields that lead from the record to what it is about, as its timeline does. */
function leads(object: ObjectMeta): string[] {
  return (object.timeline ?? []).filter((key) => { const field = fieldOf(object, key); return field !== undefined && field.level !== 'hidden' && field.level !== 'masked' })
}

/** The question for what is due and not done, of me: the latest first, so that what is long past does not hide today. */
export function dueQuery(object: ObjectMeta, due: Due, now = today()): QueryBody {
  const last = addDays(now, AHEAD)
  const end = fieldOf(object, due.date)?.kind === 'datetime' ? endOf(last) : last
  const mine: Condition = { field: 'owner', op: 'eq', value: '$me' }
  const hers: Condition = due.person
    ? { or: [{ field: due.person, op: 'eq', value: '$me' }, { and: [{ field: due.person, op: 'is_empty' }, mine] }] }
    : mine
  const fields = ['title', due.date, due.done, ...(due.text ? [due.text] : []), ...leads(object)]
  return {
    fields: [...new Set(fields)], sort: [`-${due.date}`], limit: MOST,
    where: { and: [hers, { field: due.date, op: 'le', value: end }, { not: { field: due.done, op: 'eq', value: true } }] },
  }
}

function endOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return instantOf({ year, month, day: date, hour: 23, minute: 59, second: 59 }).toISOString()
}

export function todoOf(object: ObjectMeta, due: Due, record: Rec): Todo {
  const text = due.text ? record[due.text] : null
  const lead = leads(object).find((key) => isRef(record[key]))
  const ref = lead ? record[lead] : null
  const may = (key: string): boolean => { const field = fieldOf(object, key); return field !== undefined && levelOf(object, field, record) === 'edit' }
  return {
    object, record, day: dayOf(String(record[due.date])), text: (typeof text === 'string' && text.trim()) || record.title,
    about: lead && isRef(ref) ? { object: fieldOf(object, lead)?.target ?? '', ref } : null,
    mayFinish: may(due.done), mayMove: may(due.date),
  }
}

export type GroupKey = 'today' | 'late' | 'soon' | 'old'

/** What is due: today, before, soon; what is past with its latest day first, and what is long past, as an imported archive has much of it, at the end. */
export function grouped(items: readonly Todo[], now = today()): { key: GroupKey; items: Todo[] }[] {
  const old = addDays(now, -LONG_PAST)
  const past = items.filter((each) => each.day < now).sort((a, b) => b.day.localeCompare(a.day))
  const soon = items.filter((each) => each.day > now).sort((a, b) => a.day.localeCompare(b.day))
  return [
    { key: 'today', items: items.filter((each) => each.day === now) },
    { key: 'late', items: past.filter((each) => each.day >= old) },
    { key: 'soon', items: soon },
    { key: 'old', items: past.filter((each) => each.day < old) },
  ]
}

export function useTodos(objects: readonly ObjectMeta[]) {
  const client = useQueryClient()
  const asked = dueOf(objects)
  const query = useQuery({
    queryKey: [...KEY, asked.map((object) => object.key)],
    queryFn: async ({ signal }): Promise<Todos> => {
      const pages = await Promise.all(asked.map(async (object) => object.due ? { object, due: object.due, page: await queryRecords(object.key, dueQuery(object, object.due), signal) } : null))
      const found = pages.filter((each) => each !== null)
      return { items: found.flatMap(({ object, due, page }) => page.items.map((record) => todoOf(object, due, record))), more: found.some(({ page }) => page.next !== null) }
    },
  })
  const keys = asked.map((object) => object.key).join(' ')
  useEffect(() => onChanged((event) => { if (keys.split(' ').includes(event.object)) void client.invalidateQueries({ queryKey: KEY }) }), [client, keys])
  return query
}

/** A day for a field of days, or the same time on that day for one of moments. */
export function movedTo(day: string, value: unknown): string {
  if (typeof value !== 'string' || isDay(value)) return day
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return instantOf({ ...wallOf(new Date(value)), year, month, day: date }).toISOString()
}

/** The Monday of next week: weeks begin on Monday. */
export function nextMonday(now = today()): string {
  const weekday = new Date(`${now}T00:00:00Z`).getUTCDay()
  return addDays(now, ((8 - weekday) % 7) || 7)
}

/** Ends or moves a to-do: shown at once, told with a way back, and put back if the server refuses. */
export function useChangeTodo(): (todo: Todo, field: string, value: unknown, said: string) => void {
  const t = useT()
  const client = useQueryClient()
  const again = (): void => { void client.invalidateQueries({ queryKey: KEY }) }
  const failed = (cause: unknown): void => { toast(t('save.failed', { reason: asProblem(cause).message || t('error.text') }), { bad: true }); again() }
  return (todo, field, value, said) => {
    const { object, record } = todo
    client.setQueriesData<Todos>({ queryKey: KEY }, (known) => known && { ...known, items: known.items.filter((each) => each.record.id !== record.id) })
    updateRecord(object.key, record.id, record.version, { [field]: value }).then((saved) => {
      const undo = (): void => { updateRecord(object.key, record.id, saved.version, { [field]: record[field] ?? null }).then(again, failed) }
      toast(said, { action: { label: t('act.undo'), run: undo } })
      again()
    }, failed)
  }
}
