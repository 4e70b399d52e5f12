import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, newKey } from '@/api/client'
import { useT, useWords } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { useObject, useObjects } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { EmptyBox, ErrorBox } from '@/ui/States'
import { Skeleton } from '@/ui/bits'
import { usePhone } from '@/ui/phone'
import { cancelBulk, isOpen, loadBulks, mayUndo, outcomeText, type Bulk } from './bulks'
import { takeBack } from './follow'
import { Progress, Result } from './Result'
import './bulk.css'

const KEY = ['bulks']
const LOOK_MS = 1000

/** One's own changes of many, with what became of them and the way back. */
export function BulkPage() {
  const t = useT()
  const [openId, setOpenId] = useState<string | null>(null)
  const query = useQuery({ queryKey: KEY, queryFn: loadBulks, staleTime: 0, refetchInterval: (now) => (now.state.data?.items.some(isOpen) ? LOOK_MS : false) })
  const items = query.data?.items ?? []
  const open = items.find((bulk) => bulk.id === openId)
  const body = () => {
    if (query.error && !query.data) return <ErrorBox problem={asProblem(query.error)} onRetry={() => { void query.refetch() }} />
    if (!query.data) return <div className="col bulk-wait appear"><Skeleton width="60%" /><Skeleton width="60%" /></div>
    if (items.length === 0) return <EmptyBox title={t('bulk.nothing')} text={t('bulk.nothingText')} />
    return <ul className="bulk-list">{items.map((bulk) => <Line key={bulk.id} bulk={bulk} onOpen={() => { setOpenId(bulk.id) }} />)}</ul>
  }
  return (
    <section className="bulk-page" aria-labelledby="bulk-title">
      <header className="list-head"><h1 id="bulk-title">{t('bulk.title')}</h1></header>
      <p className="bulk-hint">{t('bulk.hint')}</p>
      {body()}
      {open && <Details bulk={open} onClose={() => { setOpenId(null) }} />}
    </section>
  )
}

function useActs(bulk: Bulk) {
  const queries = useQueryClient()
  const object = useObject(bulk.object)
  const renew = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY })
  const undo = object ? (): void => { void takeBack(bulk, object, () => { void renew() }).finally(renew) } : null
  const stop = (): void => { void cancelBulk(bulk.id, newKey()).catch(() => undefined).finally(renew) }
  return { object, undo, stop }
}

function Line({ bulk, onOpen }: { bulk: Bulk; onOpen: () => void }) {
  const t = useT()
  const words = useWords()
  const objects = useObjects()
  const { object, undo, stop } = useActs(bulk)
  const fields = bulk.fields.map((key) => words(objects.find((each) => each.key === bulk.object)?.fields.find((field) => field.key === key)?.label) || key)
  return (
    <li className="bulk-line">
      <div className="grow">
        <div>{isOpen(bulk) ? <Progress bulk={bulk} onStop={stop} /> : outcomeText(bulk, object ? words(object.label) : bulk.object, t)}</div>
        <div className="muted bulk-when num">{[formatDateTime(bulk.at), ...fields].join(' · ')}</div>
      </div>
      {!isOpen(bulk) && (bulk.refused > 0 || bulk.kept > 0) && <Button look="plain" onClick={onOpen}>{t('bulk.details')}</Button>}
      {mayUndo(bulk) && undo && <Button onClick={undo}>{t('act.undo')}</Button>}
    </li>
  )
}

function Details({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  const t = useT()
  const isPhone = usePhone()
  const { object, undo, stop } = useActs(bulk)
  return (
    <Dialog kind={isPhone ? 'sheet' : 'box'} title={formatDateTime(bulk.at)} onClose={onClose} foot={<><span className="grow" /><Button onClick={onClose}>{t('act.close')}</Button></>}>
      <div className="bulk"><Result bulk={bulk} object={object} onStop={stop} onUndo={() => { undo?.() }} /></div>
    </Dialog>
  )
}
