import { Printer } from 'lucide-react'
import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { useMe } from '@/meta/objects'
import { Button } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { copyText } from '@/ui/copyText'
import { Dialog } from '@/ui/Dialog'
import { toast } from '@/ui/toast'
import { HereOnly } from './HereOnly'
import { isHereOnly } from './links'
import type { Invitations } from './people'

/** One line for each: to be pasted into a message or a table. */
const linesOf = (found: Invitations): string => found.items.map((each) => [each.title, each.logins[0] ?? '', each.link].join('\t')).join('\n')

/** Invitations of many, to print and cut or to copy: nobody can see them again. */
export function HandOut({ found, onClose }: { found: Invitations; onClose: () => void }) {
  const t = useT()
  const company = useMe()?.workspace.name ?? ''
  const at = formatDateTime(found.expires_at)
  const foot = (
    <>
      <span className="grow">{t('ppl.hand.once')}</span>
      <Button onClick={onClose}>{t('ppl.link.done')}</Button>
      <Button look="primary" disabled={found.items.length === 0} onClick={() => { print() }}><Printer size={16} aria-hidden="true" />{t('ppl.hand.print')}</Button>
    </>
  )
  return (
    <Dialog kind="drawer" title={t('ppl.hand.title', { count: found.items.length })} onClose={onClose} foot={foot}>
      <div className="col ppl-hand-head">
        {found.items[0] && isHereOnly(found.items[0].link) ? <HereOnly /> : <p>{t('ppl.hand.how', { at })}</p>}
        {found.left_out > 0 && <p className="note">{t('ppl.hand.leftOut', { count: found.left_out })}</p>}
        {found.items.length > 0 && <div><CopyLines text={linesOf(found)} /></div>}
      </div>
      <ul className="ppl-hand">
        {found.items.map((each) => (
          <li key={each.id}>
            <svg className="ppl-qr" role="img" aria-label={t('ppl.link.qr')} viewBox={`0 0 ${each.qr.size} ${each.qr.size}`} shapeRendering="crispEdges"><path d={each.qr.path} /></svg>
            <div className="grow">
              <h3>{each.title}</h3>
              <p className="muted">{company} · {t('ppl.hand.login', { login: each.logins[0] ?? '' })}</p>
              <div className="no-print"><CopyField text={each.link} label={t('ppl.hand.linkOf', { name: each.title })} /></div>
              <p className="only-print ppl-url">{each.link}</p>
              <p className="muted ppl-small">{t('ppl.link.until', { at })}</p>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function CopyLines({ text }: { text: string }) {
  const t = useT()
  const copy = async (): Promise<void> => {
    const done = await copyText(text)
    toast(t(done ? 'act.copied' : 'ppl.hand.noClipboard'), { bad: !done })
  }
  return <Button onClick={() => { void copy() }}>{t('ppl.hand.copyAll')}</Button>
}
