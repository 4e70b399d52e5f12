import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { countOf, queryRecords } from '@/api/records'
import type { Field, ObjectMeta, Page, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { kindOf } from '@/fields/registry'
import { useSpeech } from '@/fields/useSpeech'
import { isEmptyValue } from '@/fields/values'
import { sectionsOf } from '@/form/sections'
import { formatZoned, formatNumber } from '@/i18n/format'
import { shownFields, tagFields, useMe } from '@/meta/objects'
import { pointsTo, relatedColumns, type Relation } from './related'
import { valueText } from './recordText'
import './print.css'

/** Of each relation so many records are printed; the sheet says how many there are. */
const MOST = 100

interface SheetProps { object: ObjectMeta; record: Rec; relations: Relation[]; labelOf: (relation: Relation) => string; onDone: () => void }

function Sections({ object, record }: { object: ObjectMeta; record: Rec }) {
  const speech = useSpeech()
  return sectionsOf(object).map((section) => {
    const fields = section.fields.filter((field) => field.key in record && (section.key !== ' system' || !isEmptyValue(valueIn(record, field.key))))
    if (fields.length === 0) return null
    const long = fields.filter((field) => field.kind === 'long_text')
    const show = (field: Field) => <div key={field.key} className={field.kind === 'long_text' ? 'print-long' : undefined}><dt>{speech.words(field.label)}</dt><dd>{valueText(field, record, speech) || '—'}</dd></div>
    return (
      <section key={section.key}>
        <h2>{section.label ? speech.words(section.label) : section.key === ' system' ? speech.t('record.system') : speech.t('record.basic')}</h2>
        <dl>{fields.filter((field) => !long.includes(field)).map(show)}{long.map(show)}</dl>
      </section>
    )
  })
}

function Related({ relation, page, label }: { relation: Relation; page: Page; label: string }) {
  const speech = useSpeech()
  const columns = relatedColumns(relation)
  const total = countOf(page) ?? page.items.length
  if (page.items.length === 0) return null
  return (
    <section className="print-related">
      <h2>{label} <small>{speech.t('list.count', { count: total, n: formatNumber(total) })}</small></h2>
      <table>
        <thead><tr>{columns.map((field) => <th key={field.key} scope="col" data-right={kindOf(field).align === 'right' || undefined}>{speech.words(field.label)}</th>)}</tr></thead>
        <tbody>{page.items.map((item) => <tr key={item.id}>{columns.map((field, index) => <td key={field.key} data-right={kindOf(field).align === 'right' || undefined}>{index === 0 ? item.title : valueText(field, item, speech)}</td>)}</tr>)}</tbody>
      </table>
      {total > page.items.length && <p>{speech.t('record.printedOnly', { n: formatNumber(page.items.length), total: formatNumber(total) })}</p>}
    </section>
  )
}

/** The record as a sheet of paper: everything that is filled in, and the records that lead here. Prints itself when all of it is there. */
export function PrintSheet({ object, record, relations, labelOf, onDone }: SheetProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const me = useMe()
  const pages = useQueries({
    queries: relations.map((relation) => ({
      queryKey: ['related', relation.object.key, relation.field.key, record.id, 'print'],
      queryFn: () => queryRecords(relation.object.key, { where: pointsTo(relation, record.id), limit: MOST, count: 'exact' as const }),
    })),
  })
  const isReady = pages.every((page) => !page.isPending)
  const done = useRef(onDone)
  useEffect(() => { done.current = onDone })
  useEffect(() => {
    if (!isReady) return
    const end = (): void => { done.current() }
    addEventListener('afterprint', end)
    // The sheet must have been painted, or the first page is empty.
    const timer = setTimeout(() => { print() }, 50)
    return () => { removeEventListener('afterprint', end); clearTimeout(timer) }
  }, [isReady])
  const tags = tagFields(object).filter((field) => !isEmptyValue(valueIn(record, field.key))).map((field) => valueText(field, record, speech))
  const serial = shownFields(object).find((field) => field.kind === 'serial')
  return createPortal(
    <article className="print-sheet" data-ready={isReady || undefined} aria-label={t('record.sheet', { name: record.title })}>
      <header>
        <div className="print-firm"><span>{me?.workspace.name}</span><span>{t('record.archiveOf', { object: words(object.label) })}</span></div>
        <h1>{record.title}</h1>
        <p>{[...tags, serial ? `${words(serial.label)} ${valueText(serial, record, speech)}` : ''].filter(Boolean).join(' · ')}</p>
      </header>
      <Sections object={object} record={record} />
      {relations.map((relation, index) => { const page = pages[index]?.data; return page ? <Related key={`${relation.object.key}.${relation.field.key}`} relation={relation} page={page} label={labelOf(relation)} /> : null })}
      <footer>{t('record.printedBy', { name: me?.person.title ?? '', at: formatZoned(new Date().toISOString()) })}</footer>
    </article>,
    document.body,
  )
}
