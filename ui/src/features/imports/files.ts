import type { Problem } from '@/api/client'
import type { TextKey } from '@/i18n'

/** A file that was chosen, and why it cannot be taken. */
export interface Chosen { file: File; wrong: TextKey | null }

const ENDINGS = /\.(xlsx|xlsm|xls|csv|tsv|txt)$/i
export const ACCEPT = '.xlsx,.xlsm,.xls,.csv,.tsv,.txt'
export const MOST_FILES = 50

export function lookAt(file: File): Chosen {
  if (file.size === 0) return { file, wrong: 'imp.file.empty' }
  return { file, wrong: ENDINGS.test(file.name) ? null : 'imp.file.kind' }
}

/** The chosen files with some more; a file of the same name takes the place of the former one. */
export function withFiles(chosen: readonly Chosen[], files: readonly File[]): Chosen[] {
  const names = new Set(files.map((file) => file.name))
  return [...chosen.filter((each) => !names.has(each.file.name)), ...files.map(lookAt)].slice(0, MOST_FILES)
}

/** What the server says about one of the files; its names are cut at 60 characters. */
export function saidOf(problem: Problem | null, name: string): string | null {
  const meant = problem?.body.file
  if (!problem || !meant) return null
  const plain = (text: string): string => text.replace(/\.[^.]*$/, '').slice(0, 60).replace(/[\\/:*?"<>|]/g, '_')
  return plain(meant) === plain(name) ? problem.message : null
}

/** `1.4 MB`: as file managers say it. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
