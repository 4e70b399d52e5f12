import { useRouter } from '@tanstack/react-router'
import { Upload } from 'lucide-react'
import { useEffect, useState, type SyntheticEvent } from 'react'
import { asProblem, call, newKey, type Problem } from '@/api/client'
import type { FieldKind } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { takeHanded } from '@/meta/handed'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FieldBox } from '@/ui/FieldBox'
import { freeKey, type FieldDef, type KindInfo, type ObjectDef } from './model'
import { ProblemNote } from './Problem'
import { useWish } from './useModel'

interface Proposed { file: string; sheet: string; rows: number; definition: ObjectDef; samples: Record<string, string[]> }

const FORM = 'model-file-form'
/** What a column may become; choices keep the options that the server found. */
const KINDS: readonly FieldKind[] = ['text', 'long_text', 'number', 'money', 'percent', 'date', 'datetime', 'choice', 'boolean', 'phone', 'email', 'url', 'address', 'person', 'tags']

function withKind(field: FieldDef, first: FieldDef, kind: FieldKind): FieldDef {
  return kind === first.kind ? { ...first, label: field.label } : { key: field.key, label: field.label, kind }
}

interface ColumnsProps { proposed: Proposed; kinds: readonly KindInfo[]; value: ObjectDef; left: ReadonlySet<string>; onChange: (value: ObjectDef) => void; onLeft: (left: ReadonlySet<string>) => void }

function Columns({ proposed, kinds, value, left, onChange, onLeft }: ColumnsProps) {
  const t = useT()
  const words = useWords()
  return (
    <ul className="model-columns">
      {value.fields.map((field, at) => {
        const first = proposed.definition.fields[at] ?? field
        const name = words(first.label)
        const isTitle = field.key === value.title
        return (
          <li key={field.key} data-off={left.has(field.key)}>
            <input type="checkbox" className="check" aria-label={t('model.file.take', { name })} checked={!left.has(field.key)} disabled={isTitle} onChange={(event) => { const next = new Set(left); if (event.target.checked) next.delete(field.key); else next.add(field.key); onLeft(next) }} />
            <span className="model-field-name"><b className="ellipsis">{name}{isTitle && <small className="muted"> · {t('model.use.title')}</small>}</b><small className="muted ellipsis">{(proposed.samples[field.key] ?? []).join(t('model.comma'))}</small></span>
            <select className="sel" aria-label={t('model.file.kind', { name })} disabled={isTitle || left.has(field.key)} value={field.kind} onChange={(event) => { const kind = event.target.value as FieldKind; onChange({ ...value, fields: value.fields.map((each) => (each.key === field.key ? withKind(each, first, kind) : each)) }) }}>
              {KINDS.filter((kind) => kind !== 'choice' || first.kind === 'choice').map((kind) => <option key={kind} value={kind}>{words(kinds.find((each) => each.key === kind)?.label)}</option>)}
            </select>
          </li>
        )
      })}
    </ul>
  )
}

/** A table becomes an object: what its columns could be, changed where wanted; the object is made and the import wizard takes the rows. */
export function FileDrawer({ kinds, onClose }: { kinds: readonly KindInfo[]; onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const router = useRouter()
  const { run, problem: refused, isBusy } = useWish()
  const [file, setFile] = useState<File | null>(null)
  const [found, setFound] = useState<readonly Proposed[]>([])
  const [at, setAt] = useState(0)
  const [value, setValue] = useState<ObjectDef | null>(null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isReading, setReading] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const proposed = found[at]

  const choose = (items: readonly Proposed[], place: number): void => { setAt(place); setValue(items[place]?.definition ?? null); setLeft(new Set()) }
  const read = async (chosen: File): Promise<void> => {
    setFile(chosen)
    setReading(true)
    setProblem(null)
    const form = new FormData()
    form.append('files', chosen)
    try {
      const { items } = await call<{ items: Proposed[] }>('POST', '/imports/objects', { form, key: newKey() })
      setFound(items)
      choose(items, 0)
    } catch (cause) {
      setFound([])
      setValue(null)
      setProblem(asProblem(cause))
    } finally {
      setReading(false)
    }
  }
  // What the import could not place was handed on.
  useEffect(() => { void Promise.resolve(takeHanded()).then((handed) => handed && read(handed)) }, []) // eslint-disable-line react-hooks/exhaustive-deps -- once

  const make = async (): Promise<void> => {
    if (!value || !file || !proposed || isBusy) return
    const key = await freeKey(words(value.label))
    const made = await run({ method: 'POST', path: '/objects', body: { ...value, key, fields: value.fields.filter((field) => !left.has(field.key)) } })
    if (made === null) return
    const form = new FormData()
    form.append('files', file)
    form.append('object', key)
    form.append('mapping', JSON.stringify({ sheets: found.filter((one) => one !== proposed).map((one) => ({ sheet: one.sheet, object: null })) }))
    try {
      const planned = await call<{ id: string }>('POST', '/imports', { form, key: newKey() })
      router.history.push(`/import/${planned.id}`)
    } catch (cause) {
      // The object is there; its rows can be brought in later.
      setProblem(asProblem(cause))
      router.history.push(`/settings/objects?object=${key}`)
    }
    onClose()
  }
  const submit = (event: SyntheticEvent): void => { event.preventDefault(); void make() }
  return (
    <Dialog
      kind="drawer" title={t('model.fromFile')} onClose={onClose}
      {...(value && proposed ? { foot: <><span className="grow">{t('model.file.next')}</span><Button onClick={onClose}>{t('act.cancel')}</Button><Button look="primary" type="submit" form={FORM} disabled={isBusy || !words(value.label)}>{isBusy ? t('act.saving') : t('model.file.make', { n: formatNumber(proposed.rows), count: proposed.rows })}</Button></> } : {})}
    >
      <form id={FORM} className="model-form" onSubmit={submit}>
        <ProblemNote problem={problem ?? refused} />
        <div className="model-file">
          <label className="btn"><Upload size={16} aria-hidden="true" />{t('model.file.choose')}<input type="file" className="sr-only" accept=".xlsx,.xls,.csv,.txt" data-autofocus="" onChange={(event) => { const chosen = event.target.files?.[0]; if (chosen) void read(chosen) }} /></label>
          {file && <span className="ellipsis">{file.name}</span>}
        </div>
        <p className="field-help">{t('model.file.chooseHelp')}</p>
        {isReading && <progress className="model-reading" aria-label={t('model.file.reading')} />}
        {value && proposed && (
          <>
            {found.length > 1 && <FieldBox label={t('model.file.sheet')}>{({ id }) => <select id={id} className="sel" value={at} onChange={(event) => { choose(found, Number(event.target.value)) }}>{found.map((one, place) => <option key={`${one.file}${one.sheet}`} value={place}>{one.sheet}</option>)}</select>}</FieldBox>}
            <FieldBox label={t('model.file.name')} required>{({ id }) => <input id={id} className="input" required maxLength={60} value={words(value.label)} onChange={(event) => { setValue({ ...value, label: { zh: event.target.value } }) }} />}</FieldBox>
            <p className="field-label">{t('model.file.columns', { n: formatNumber(value.fields.length - left.size), count: value.fields.length - left.size })}</p>
            <Columns proposed={proposed} kinds={kinds} value={value} left={left} onChange={setValue} onLeft={setLeft} />
          </>
        )}
      </form>
    </Dialog>
  )
}
