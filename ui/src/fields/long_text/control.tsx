import { nativeProps, WordsControl } from '../inputs'
import type { ControlProps, ControlUi } from '../types'
import { textOf } from '../values'

function LongTextControl(props: ControlProps) {
  return <textarea {...nativeProps(props)} className="input" rows={4} value={textOf(props.value)} onChange={(event) => { props.onChange(event.target.value) }} />
}

export const longTextControl: ControlUi = { Control: LongTextControl, Many: WordsControl, picks: false, multiline: true }
