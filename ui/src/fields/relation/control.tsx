import { queryRecords } from '@/api/records'
import { refControls, type Finder } from '../refs'
import type { ControlUi } from '../types'

const find: Finder = async (field, text) => {
  if (!field.target) return []
  const page = await queryRecords(field.target, { fields: ['title'], search: text.trim() || undefined, limit: 20 })
  return page.items.map((item) => ({ key: item.id, label: item.title }))
}

const { OneRef, ManyRefs } = refControls(find)
export { ManyRefs as ManyRecords }
export const relationControl: ControlUi = { Control: OneRef, Many: ManyRefs, picks: true }
