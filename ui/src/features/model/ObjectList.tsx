import { ChevronRight, FileSpreadsheet, Plus } from 'lucide-react'
import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { asProblem } from '@/api/client'
import { useT, useWords } from '@/i18n'
import { formatDateTime, formatNumber } from '@/i18n/format'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { mayImport, useObjects } from '@/meta/objects'
import type { Search } from '@/meta/view'
import { Skeleton, Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { AskDialog, type Ask } from './AskDialog'
import type { Model, ObjectListed } from './model'
import { useModel } from './useModel'

const ObjectDrawer = lazy(() => import('./ObjectDrawer').then((module) => ({ default: module.ObjectDrawer })))
const FileDrawer = lazy(() => import('./FileDrawer').then((module) => ({ default: module.FileDrawer })))

function Row({ one }: { one: ObjectListed }) {
  const t = useT()
  const words = useWords()
  return (
    <li data-off={one.off}>
      <Go to={`/settings/objects?object=${one.key}`} className="model-object">
        <ObjectIcon name={one.icon} />
        <span className="grow"><b className="ellipsis">{words(one.label)}</b><small className="muted">{one.key}</small></span>
        {one.off && <Tag>{t('model.off')}</Tag>}
        {!one.shipped && <Tag color="blue">{t('model.own')}</Tag>}
        <span className="num model-count">{t('model.records', { count: one.records, n: formatNumber(one.records) })}</span>
        <span className="num model-count">{t('model.fields', { count: one.fields, n: formatNumber(one.fields) })}</span>
        <ChevronRight size={16} className="muted" aria-hidden="true" />
      </Go>
    </li>
  )
}

function Gone({ retired, onAsk }: { retired: Model['retired']; onAsk: (ask: Ask) => void }) {
  const t = useT()
  const words = useWords()
  if (retired.length === 0) return null
  const restore = (one: Model['retired'][number]): void => {
    const name = words(one.label)
    onAsk({
      title: t('model.restoreOf', { name }), wish: { method: 'POST', path: `/objects/${one.key}/restore` }, verb: () => t('act.restore'), done: () => { toast(t('model.restored', { name })) },
    })
  }
  return (
    <section aria-labelledby="model-gone">
      <h2 id="model-gone">{t('model.deletedObjects')}</h2>
      <ul className="model-list">
        {retired.map((one) => (
          <li key={one.key} className="model-object">
            <span className="grow"><b>{words(one.label)}</b><small className="muted">{t('model.deletedAt', { at: formatDateTime(one.at) })}</small></span>
            <span className="num model-count">{t('model.records', { count: one.records, n: formatNumber(one.records) })}</span>
            <Button small onClick={() => { restore(one) }}>{t('act.restore')}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** All objects with what they hold, and the ways to a new one. */
export function ObjectList() {
  const t = useT()
  const query = useModel()
  const { new: begins }: Search = useSearch({ strict: false })
  const canImport = useObjects().some(mayImport)
  const [shown, setShown] = useState<'new' | 'file' | null>(begins === 'file' ? 'file' : null)
  const [ask, setAsk] = useState<Ask | null>(null)
  const model = query.data
  const close = (): void => { setShown(null) }
  return (
    <section className="model" aria-labelledby="model-title">
      <header className="list-head model-head">
        <h1 id="model-title">{t('model.title')}</h1><span className="grow" />
        {canImport && <Button onClick={() => { setShown('file') }}><FileSpreadsheet size={16} aria-hidden="true" />{t('model.fromFile')}</Button>}
        <Button look="primary" onClick={() => { setShown('new') }}><Plus size={16} aria-hidden="true" />{t('model.newObject')}</Button>
      </header>
      <p className="model-hint">{t('model.hint')}</p>
      {!model && query.error && <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />}
      {!model && !query.error && <div className="col model-wait appear"><Skeleton width="60%" /><Skeleton width="50%" /><Skeleton width="55%" /></div>}
      {model?.items.length === 0 && <EmptyBox title={t('model.none')} text={t('model.noneText')} />}
      {model && model.items.length > 0 && <ul className="model-list" aria-label={t('model.title')}>{model.items.map((one) => <Row key={one.key} one={one} />)}</ul>}
      {model && <Gone retired={model.retired} onAsk={setAsk} />}
      <Suspense fallback={null}>
        {shown === 'new' && <ObjectDrawer onClose={close} />}
        {shown === 'file' && model && <FileDrawer kinds={model.kinds} onClose={close} />}
      </Suspense>
      {ask && <AskDialog ask={ask} onClose={() => { setAsk(null) }} />}
    </section>
  )
}
