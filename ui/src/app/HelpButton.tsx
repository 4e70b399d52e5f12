import { CircleHelp } from 'lucide-react'
import { useT } from '@/i18n'
import { askHelp } from '@/meta/help'
import { IconButton } from '@/ui/Button'

/** The question mark of every page. */
export function HelpButton() {
  return <IconButton label={useT()('help.title')} aria-haspopup="dialog" aria-keyshortcuts="? F1" data-tour="help" onClick={askHelp}><CircleHelp size={18} /></IconButton>
}
