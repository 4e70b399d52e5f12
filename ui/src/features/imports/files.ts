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

const isSame = (one: File, other: File): boolean => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified

/** A file under a name that none of the others has: an import knows its files by their names. */
function named(file: File, others: readonly Chosen[]): File {
  const taken = new Set(others.map((each) => each.file.name))
  if (!taken.has(file.name)) return file
  const dot = file.name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [file.name.slice(0, dot), file.name.slice(dot)] : [file.name, '']
  let count = 2
  while (taken.has(`${stem} (${count})${ending}`)) count += 1
  return new File([file], `${stem} (${count})${ending}`, { type: file.type, lastModified: file.lastModified })
}

/** The chosen files with some more. One that was chosen before is there once; another of its name gets a number, or the place of one that cannot be taken. */
export function withFiles(chosen: readonly Chosen[], files: readonly File[]): Chosen[] {
  const all = chosen.filter((each) => each.wrong === null || !files.some((file) => file.name === each.file.name))
  for (const file of files) if (!all.some((each) => isSame(each.file, file))) all.push(lookAt(named(file, all)))
  return all.slice(0, MOST_FILES)
}

/** What the server says about one of the files; its names are cut at 60 characters. */
export function saidOf(problem: Problem | null, name: string): string | null {
  const meant = problem?.body.file
  if (!problem || !meant) return null
  const plain = (text: string): string => text.replace(/\.[^.]*$/, '').slice(0, 60).replace(/[\\/:*?"<>|]/g, '_')
  return plain(meant) === plain(name) ? problem.message : null
}

export { sizeText } from '@/ui/size'
