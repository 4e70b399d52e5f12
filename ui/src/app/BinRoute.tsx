import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { BinPage } from '@/features/records/BinPage'
import { addTexts, useT } from '@/i18n'
import { can, useMe, useObject } from '@/meta/objects'
import { useTitle } from '@/ui/useTitle'
import { NotFound } from './NotFound'

const RestoreAll = lazy(() => Promise.all([import('@/features/bulk/RestoreAll'), addTexts('bulk')]).then(([module]) => ({ default: module.RestoreAll })))

export function BinRoute() {
  const t = useT()
  const { object: key } = useParams({ strict: false })
  const object = useObject(key)
  useTitle(t('bin.title'), useMe()?.workspace.name)
  return object && can(object, 'delete') ? <BinPage key={object.key} object={object} all={(total, onDone) => <Suspense fallback={null}><RestoreAll object={object} total={total} onDone={onDone} /></Suspense>} /> : <NotFound />
}
