import { currencySign } from '@/i18n/format'
import { lineControl, WordsControl } from '../inputs'
import type { ControlProps, ControlUi } from '../types'

const Amount = lineControl({ inputMode: 'decimal', className: 'input-num' })

function MoneyControl(props: ControlProps) {
  return (
    <div className="money-box">
      <span aria-hidden="true">{currencySign(props.field.currency ?? 'CNY')}</span>
      <Amount {...props} />
    </div>
  )
}

export const moneyControl: ControlUi = { Control: MoneyControl, Many: WordsControl, picks: false }
