import { useT } from '@/i18n'
import { formatDateTime } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { Dialog } from '@/ui/Dialog'
import { usePhone } from '@/ui/phone'
import { QrCode } from '@/ui/QrCode'
import { HereOnly } from './HereOnly'
import { isHereOnly } from './links'
import type { LinkShown } from './people'

/** A one-time link, to be sent or shown: nobody can see it again. */
export function LinkDialog({ name, link, onClose }: { name: string; link: LinkShown; onClose: () => void }) {
  const t = useT()
  const phone = usePhone()
  const title = t(link.purpose === 'invite' ? 'ppl.link.invite' : 'ppl.link.reset', { name })
  return (
    <Dialog kind={phone ? 'sheet' : 'box'} title={title} onClose={onClose} foot={<><span className="grow" /><Button look="primary" onClick={onClose}>{t('ppl.link.done')}</Button></>}>
      <div className="ppl-link">
        {!isHereOnly(link.link) && <QrCode text={link.link} label={t('ppl.link.qr')} />}
        <div className="col grow">
          {isHereOnly(link.link) ? <HereOnly /> : <p>{t(link.purpose === 'invite' ? 'ppl.link.how' : 'ppl.link.howReset')}</p>}
          <CopyField text={link.link} label={t('ppl.link.label')} />
          <p className="field-help">{t('ppl.link.until', { at: formatDateTime(link.expires_at) })}</p>
        </div>
      </div>
    </Dialog>
  )
}
