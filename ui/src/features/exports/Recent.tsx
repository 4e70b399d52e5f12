import { Trash2 } from 'lucide-react'
import { useT } from '@/i18n'
import { IconButton } from '@/ui/Button'
import { fileHref, sizeText, type Export } from './exports'
import { useRecent } from './useExport'

/** Files of the last day, to take again or to remove. */
export function Recent({ fits, not }: { fits: (made: Export) => boolean; not: string | undefined }) {
  const t = useT()
  const { items, drop } = useRecent((made) => fits(made) && made.id !== not)
  if (items.length === 0) return null
  return (
    <section className="export-recent">
      <h3>{t('export.recent')}</h3>
      <ul>
        {items.map((made) => (
          <li key={made.id}>
            <a href={fileHref(made.id)} download={made.name}>{made.name}</a>
            <span className="export-size">{sizeText(made.bytes ?? 0)}</span>
            <IconButton small label={t('export.drop', { name: made.name })} onClick={() => { drop(made) }}><Trash2 size={16} /></IconButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
