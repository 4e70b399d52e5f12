import { findPeople, loadDepartments, queryRecords } from '@/api/records'
import type { Field, Ref, Value } from '@/api/types'
import { kindOf, validate } from '@/fields/registry'
import { isEmptyValue, narrow } from '@/fields/values'
import { addTexts, say } from '@/i18n'
import type { OwnCells } from './clipboard'

export type Read = { ok: true; value: Value } | { ok: false; reason: string; draft: Value }

const WORDS_APART = /[、,，;；|\n]+/
const YES = new Set(['是', '有', '对', 'yes', 'y', 'true', '1', '√', '✓'])
const NO = new Set(['否', '无', '不', 'no', 'n', 'false', '0', '×', '✗'])
const folded = (text: string): string => narrow(text).toLowerCase()
const refused = (reason: string, draft: Value): Read => ({ ok: false, reason, draft })

/** Reads texts as if they had been typed into a field; names are looked up once. */
export class Reader {
  private readonly names = new Map<string, Promise<Ref | null>>()

  async read(text: string, field: Field): Promise<Read> {
    await addTexts('cells')
    const plain = text.trim()
    const kind = kindOf(field)
    if (kind.typed) return this.parsed(kind.parse(field.kind === 'long_text' || field.kind === 'text' ? text : plain, field), text, field)
    if (plain === '') return this.checked(null, field)
    switch (field.kind) {
      case 'choice': { const key = optionKey(field, plain); return key ? this.checked(key, field) : refused(say('cells.noOption', { name: plain }), null) }
      case 'choices': return this.options(plain, field)
      case 'tags': return this.checked(wordsOf(plain), field)
      case 'boolean': return YES.has(folded(plain)) ? this.checked(true, field) : NO.has(folded(plain)) ? this.checked(false, field) : refused(say('cells.noAnswer', { name: plain }), null)
      case 'person': case 'department': case 'relation': { const ref = await this.find(plain, field); return ref ? this.checked(ref, field) : refused(say('cells.noRecord', { name: plain }), null) }
      case 'relations': return this.many(plain, field)
      case 'address': return this.checked({ province: null, city: null, district: null, detail: plain }, field)
      default: return refused(say('cells.readOnly'), null)
    }
  }

  private options(text: string, field: Field): Read {
    const words = wordsOf(text)
    const keys = words.map((word) => optionKey(field, word))
    const unknown = words.filter((_, at) => !keys[at])
    return unknown.length > 0 ? refused(say('cells.noOption', { name: unknown.join(say('list.comma')) }), null) : this.checked(keys.filter((key) => key !== undefined), field)
  }

  private async many(text: string, field: Field): Promise<Read> {
    const words = wordsOf(text)
    const refs = await Promise.all(words.map((word) => this.find(word, field)))
    const unknown = words.filter((_, at) => !refs[at])
    return unknown.length > 0 ? refused(say('cells.noRecord', { name: unknown.join(say('list.comma')) }), null) : this.checked({ items: refs.filter((ref) => ref !== null), more: false }, field)
  }

  private checked(value: Value, field: Field): Read {
    return isEmptyValue(value) && field.required ? refused(say('invalid.required', { field: '' }), value) : { ok: true, value }
  }

  private parsed(read: ReturnType<ReturnType<typeof kindOf>['parse']>, draft: string, field: Field): Read {
    const code = read.ok ? validate(draft, field) : read.code
    return read.ok && !code ? { ok: true, value: read.value } : refused(say(code ?? 'invalid.long', { field: '' }), draft)
  }

  /** Exactly one of this name; nobody if there are several. */
  private find(name: string, field: Field): Promise<Ref | null> {
    const key = `${field.kind} ${field.target ?? ''} ${folded(name)}`
    const known = this.names.get(key) ?? found(name, field)
    this.names.set(key, known)
    return known
  }
}

function wordsOf(text: string): string[] {
  return [...new Set(text.split(WORDS_APART).map((word) => word.trim()).filter(Boolean))]
}

/** An option by its label in any language, or by its key; one that retired cannot be chosen any more. */
function optionKey(field: Field, text: string): string | undefined {
  const wanted = folded(text)
  const labels = (label: NonNullable<Field['options']>[number]['label']): string[] => (typeof label === 'string' ? [label] : Object.values(label))
  return field.options?.find((option) => !option.retired && [option.key, ...labels(option.label)].some((each) => folded(each) === wanted))?.key
}

async function found(name: string, field: Field): Promise<Ref | null> {
  const wanted = folded(name)
  const all: Ref[] = field.kind === 'person' ? (await findPeople(name)).items
    : field.kind === 'department' ? (await loadDepartments()).items
      : (await queryRecords(field.target ?? '', { search: name, fields: ['title'], limit: 20 })).items
  const same = all.filter((each) => folded(each.title) === wanted)
  const [only] = same
  return only && same.length === 1 ? { id: only.id, title: only.title } : null
}

/** A value that was copied in one of our lists, where it fits as it is: the same kind, and for options and records the same field or target. */
export function ownValue(cells: OwnCells, row: number, column: number, object: string, field: Field): Value | undefined {
  const from = cells.kinds[column]
  if (!from || from.kind !== field.kind) return undefined
  const isSame = from.key === field.key && from.object === object
  if (!isSame && (field.options || field.target)) return undefined
  return cells.rows[row]?.[column]
}

/** The record as it is written: what a kind sends for a value. */
export function wireOf(field: Field, value: Value): unknown {
  return kindOf(field).toWire(value)
}

