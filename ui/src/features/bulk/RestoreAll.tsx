import { RotateCcw } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { Button } from '@/ui/Button'

const BulkDialog = lazy(() => import('./BulkDialog').then((module) => ({ default: module.BulkDialog })))

/** Everything in the recycle bin of an object comes back. */
export function RestoreAll({ object, total, onDone }: { object: ObjectMeta; total: number; onDone: () => void }) {
  const t = useT()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Button onClick={() => { setAsked(true) }}><RotateCcw size={16} aria-hidden="true" />{t('bulk.restoreAll', { count: total, n: formatNumber(total) })}</Button>
      {isAsked && <Suspense fallback={null}><BulkDialog object={object} doing="restore" chosen={{ query: {} }} count={total} onClose={() => { setAsked(false) }} onDone={onDone} /></Suspense>}
    </>
  )
}
