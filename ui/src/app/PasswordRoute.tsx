import { PasswordPage } from '@/features/identity/PasswordPage'
import { useMe } from '@/meta/objects'
import { enter } from './session'

/** One's own password, within the settings: the answer is a new session, which the page goes on with. */
export function PasswordRoute() {
  return <PasswordPage login={useMe()?.account.login ?? ''} onChanged={enter} />
}
