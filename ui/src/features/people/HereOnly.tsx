import { TriangleAlert } from 'lucide-react'
import { useT } from '@/i18n'

/** Says that nobody else can open these links yet, and what the operator does about it. */
export function HereOnly() {
  const t = useT()
  return (
    <p className="note note-warn"><TriangleAlert size={16} aria-hidden="true" /><span>{t('ppl.link.hereOnly')} <code>kedang serve --lan</code>{t('ppl.link.hereOnlyOr')} <code>make run ARGS=--lan</code>{t('ppl.link.hereOnlyThen')}</span></p>
  )
}
