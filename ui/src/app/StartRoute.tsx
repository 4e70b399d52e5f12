import { StartPage } from '@/features/demo/StartPage'
import { useMe } from '@/meta/objects'
import { NotFound } from './NotFound'

/** Where to begin is for who sets the firm up: what it offers is nobody else's to do. */
export function StartRoute() {
  const manage = useMe()?.manage ?? []
  return manage.includes('*') || manage.includes('demo') ? <StartPage /> : <NotFound />
}
