import { useEffect, useState, useSyncExternalStore } from 'react'
import { call, isAbort } from '@/api/client'
import type { Field, ObjectMeta } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import type { Column } from '@/grid/columns'
import type { OpenList } from '@/grid/lists'
import { formatMoney, formatNumber } from '@/i18n/format'
import { viewQuery, type View } from '@/meta/view'

interface Answer { groups: { key: unknown[]; measures: unknown[] }[] }

const isSummed = (field: Field): boolean => (field.kind === 'money' || field.kind === 'number') && field.level !== 'masked'

/** A sum as people read it; of money one for each currency, for they are never added. */
function sumText(value: unknown, field: Field): string {
  if (typeof value === 'number' || typeof value === 'string') return formatNumber(value, field.decimals ?? undefined)
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value).map(([currency, amount]) => formatMoney(String(amount), currency, field.decimals ?? 2)).join(' + ')
}

/** Sums over every matching row, asked of the server; they are asked again when the list is read again. */
function useSums(object: ObjectMeta, view: View, fields: readonly Field[], asOf: number): readonly unknown[] | null {
  const { search, where } = viewQuery(object, view)
  const question = JSON.stringify({ measures: fields.map((field) => ({ op: 'sum', field: field.key })), search: search ?? null, where: where ?? null })
  const moment = `${question} ${asOf}`
  const [answer, setAnswer] = useState<{ question: string; sums: unknown[] | null }>({ question: '', sums: null })
  const isAsked = fields.length > 0
  useEffect(() => {
    if (!isAsked) return
    const flight = new AbortController()
    call<Answer>('POST', `/objects/${object.key}/aggregate`, { body: JSON.parse(question), signal: flight.signal }).then(
      (found) => { setAnswer({ question, sums: found.groups[0]?.measures ?? [] }) },
      (cause: unknown) => { if (!isAbort(cause)) setAnswer({ question, sums: null }) },
    )
    return () => { flight.abort() }
  }, [object.key, question, moment, isAsked])
  return answer.question === question ? answer.sums : null
}

interface ListFootProps { object: ObjectMeta; view: View; columns: readonly Column[]; list: OpenList }

/** The true number of rows, and the sums of amounts and numbers over all of them. */
export function ListFoot({ object, view, columns, list }: ListFootProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const { total, asOf } = useSyncExternalStore(list.store.subscribe, list.store.summary)
  const fields = columns.map((column) => column.field).filter(isSummed)
  const sums = useSums(object, view, fields, asOf)
  return (
    <footer className="list-foot" aria-label={t('foot.title')}>
      <span className="num">{t('list.count', { count: total ?? 0, n: formatNumber(total ?? 0) })}</span>
      {fields.map((field, at) => {
        const text = sumText(sums?.[at], field)
        return <span key={field.key} className="foot-sum" data-sum={field.key}>{t('foot.sum', { name: words(field.label) })} <b className="num">{text || '—'}</b></span>
      })}
    </footer>
  )
}
