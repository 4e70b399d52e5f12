import { useT } from '@/i18n'
import { Popover } from '@/ui/Popover'
import { FieldChooser, type FieldChooserProps } from './FieldChooser'

interface FieldsPanelProps extends FieldChooserProps { anchor: HTMLElement; onClose: () => void }

export function FieldsPanel({ anchor, onClose, ...rest }: FieldsPanelProps) {
  const t = useT()
  return <Popover anchor={anchor} align="end" label={t('fields.title')} onClose={onClose}><FieldChooser {...rest} /></Popover>
}
