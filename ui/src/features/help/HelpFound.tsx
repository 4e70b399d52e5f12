import { useT } from '@/i18n'
import type { Found } from './manual'

/** Chapters that were found, as a list to choose from. */
export function HelpFound({ found, onChapter }: { found: readonly Found[]; onChapter: (key: string) => void }) {
  const t = useT()
  if (found.length === 0) return <p className="help-none" role="status">{t('help.none')}</p>
  return (
    <ul className="help-found" aria-label={t('help.found')}>
      {found.map((one) => <li key={one.key}><button type="button" onClick={() => { onChapter(one.key) }}><b>{one.title}</b><small>{one.text}</small></button></li>)}
    </ul>
  )
}
