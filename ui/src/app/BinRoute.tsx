import { useParams } from '@tanstack/react-router'
import { BinPage } from '@/features/records/BinPage'
import { useT } from '@/i18n'
import { useMe, useObject } from '@/meta/objects'
import { useTitle } from '@/ui/useTitle'
import { NotFound } from './NotFound'

export function BinRoute() {
  const t = useT()
  const { object: key } = useParams({ strict: false })
  const object = useObject(key)
  useTitle(t('bin.title'), useMe()?.workspace.name)
  return object ? <BinPage object={object} /> : <NotFound />
}
