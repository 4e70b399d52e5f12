import { call, callFile, newKey } from '@/api/client'
import { API } from '@/api/workspace'

export const STATES_OF_ROWS = ['new', 'update', 'unchanged', 'duplicate', 'refused'] as const
export type RowState = (typeof STATES_OF_ROWS)[number]
export const FIELDS_OF_ROWS = ['name', 'mobile', 'email', 'staff_number', 'departments', 'roles'] as const
export type RowField = (typeof FIELDS_OF_ROWS)[number]
export interface StaffRow { sheet: string; row: number; state: RowState; says: Partial<Record<RowField, string>>; reasons: { field: string; code: string; message: string }[] }
export interface StaffList { file: string; columns: Partial<Record<RowField, string>>; counts: Record<RowState, number>; departments: string[]; rows: StaffRow[]; people?: string[] }

export const ACCEPT = '.xlsx,.xlsm,.xls,.csv,.tsv,.txt'
export const TEMPLATE = `${API}/people/import/template`

function formOf(file: File, role: string): FormData {
  const form = new FormData()
  form.append('files', file)
  if (role) form.append('role', role)
  return form
}

export const planStaff = (file: File, role: string): Promise<StaffList> => call('POST', '/people/import/plan', { form: formOf(file, role) })
export const runStaff = (file: File, role: string): Promise<StaffList> => call('POST', '/people/import', { form: formOf(file, role), key: newKey() })
export const refusedStaff = (file: File, role: string): Promise<Blob> => callFile('POST', '/people/import/refused', { form: formOf(file, role) })
