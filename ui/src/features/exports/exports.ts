import { call } from '@/api/client'
import { API } from '@/api/workspace'
import type { QueryBody } from '@/api/records'

export type ExportFormat = 'xlsx' | 'csv' | 'pdf' | 'zip'

/** An export as the server tells of it. */
export interface Export {
  id: string
  object: string | null
  format: ExportFormat
  state: 'waiting' | 'running' | 'done' | 'failed'
  name: string
  /** Rows when it was asked for; 0 for a whole workspace. */
  total: number
  rows: number
  left_out: number
  cut: number
  bytes: number | null
  error: string | null
  at: string
  /** None for one that the schedule made. */
  expires_at: string | null
  is_periodic: boolean
}

export interface Wish { object?: string; query?: QueryBody; format?: ExportFormat; with_ids?: boolean; everything?: boolean; with_history?: boolean; said?: string }

/** How many columns, rows and cells a PDF holds; the server knows the same. */
export const PAPER = { columns: 20, rows: 2000, cells: 20_000 } as const
export const rowsOnPaper = (columns: number): number => Math.min(PAPER.rows, Math.floor(PAPER.cells / Math.max(columns, 1)))

export const askExport = (wish: Wish, key: string): Promise<Export> => call('POST', '/exports', { body: wish, key })
export const getExport = (id: string): Promise<Export> => call('GET', `/exports/${id}`)
export const loadExports = (): Promise<{ items: Export[] }> => call('GET', '/exports')
export const deleteExport = (id: string): Promise<null> => call('DELETE', `/exports/${id}`)
export const fileHref = (id: string): string => `${API}/exports/${id}/file`

export const isOpen = (made: Export): boolean => made.state === 'waiting' || made.state === 'running'

/** Lets the browser save the file, as if its link had been followed. */
export function download(made: Export): void {
  const link = document.createElement('a')
  link.href = fileHref(made.id)
  link.download = made.name
  link.click()
}

export { sizeText } from '@/ui/size'
