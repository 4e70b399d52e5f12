import type { Field, FieldKind } from '@/api/types'
import { addressControl } from './address/control'
import { booleanControl } from './boolean/control'
import { choiceControl } from './choice/control'
import { choicesControl } from './choices/control'
import { dateControl } from './date/control'
import { datetimeControl } from './datetime/control'
import { departmentControl } from './department/control'
import { emailControl } from './email/control'
import { longTextControl } from './long_text/control'
import { moneyControl } from './money/control'
import { numberControl } from './number/control'
import { percentControl } from './percent/control'
import { personControl } from './person/control'
import { phoneControl } from './phone/control'
import { relationControl } from './relation/control'
import { relationsControl } from './relations/control'
import { serialControl } from './serial/control'
import { tagsControl } from './tags/control'
import { textControl } from './text/control'
import type { ControlUi } from './types'
import { urlControl } from './url/control'

/** The controls of all kinds. Lists do not need them: this file is loaded when something is edited or filtered. */
export const controls: Record<FieldKind, ControlUi> = {
  text: textControl, long_text: longTextControl, number: numberControl, percent: percentControl, money: moneyControl, date: dateControl, datetime: datetimeControl,
  boolean: booleanControl, choice: choiceControl, choices: choicesControl, tags: tagsControl, person: personControl, department: departmentControl,
  relation: relationControl, relations: relationsControl, phone: phoneControl, email: emailControl, url: urlControl, address: addressControl, serial: serialControl,
}

export function controlOf(field: Field): ControlUi {
  return controls[field.kind] ?? textControl
}
