import { findPeople } from '@/api/records'
import { Avatar } from '@/ui/bits'
import { refControls, type Finder } from '../refs'
import type { ControlUi } from '../types'

const find: Finder = async (_field, text) => {
  const { items } = await findPeople(text)
  return items.map((person) => ({
    key: person.id, label: person.title, lead: <Avatar name={person.title} />,
    note: (typeof person.department === 'string' ? person.department : person.department?.title) ?? undefined,
  }))
}

const { OneRef, ManyRefs } = refControls(find)
export const personControl: ControlUi = { Control: OneRef, Many: ManyRefs, picks: true }
