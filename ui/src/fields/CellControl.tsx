import type { Value } from '@/api/types'
import { controlOf } from './controls'
import type { ControlProps } from './types'

interface CellControlProps extends Omit<ControlProps, 'onChange'> { onChange: (draft: Value) => void; onPicked: (draft: Value) => void }

/** The control of a field opened at once; for kinds of which one thing is picked, the choice is the end. */
export function CellControl({ onChange, onPicked, ...rest }: CellControlProps) {
  const { Control, picks } = controlOf(rest.field)
  return <Control {...rest} autoFocus autoOpen onChange={(draft) => { onChange(draft); if (picks) onPicked(draft) }} />
}
