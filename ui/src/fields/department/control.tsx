import { loadDepartments } from '@/api/records'
import type { Department } from '@/api/types'
import { refControls, type Finder } from '../refs'
import type { ControlUi } from '../types'

let known: Promise<Department[]> | null = null

/** Departments are few and seldom change: read once. */
function departments(): Promise<Department[]> {
  known ??= loadDepartments().then((page) => page.items, (cause: unknown) => { known = null; throw cause })
  return known
}

const find: Finder = async (_field, text) => {
  const wanted = text.trim().toLowerCase()
  const all = await departments()
  return all.filter((department) => department.title.toLowerCase().includes(wanted)).map((department) => ({ key: department.id, label: department.title }))
}

const { OneRef, ManyRefs } = refControls(find)
export const departmentControl: ControlUi = { Control: OneRef, Many: ManyRefs, picks: true }
