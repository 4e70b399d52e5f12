// @vitest-environment node
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Chunk { file: string; src?: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] }
type Manifest = Record<string, Chunk>

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const KILOBYTE = 1000
const FIRST_ROUTE = 150 * KILOBYTE
const LAZY = 200 * KILOBYTE
const ALL = 1500 * KILOBYTE
/** Heavy parts that the first page, lists and records must never pull in. */
const HEAVY = /node_modules\/(antd|@ant-design|echarts|@xyflow|pdfjs-dist|@fullcalendar)\//

let folder = ''
let manifest: Manifest = {}

function closure(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key]?.imports ?? []) closure(next, seen)
  return seen
}

function packed(file: string): number {
  return gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
}

function filesOf(keys: Iterable<string>): string[] {
  const chunks = [...keys].map((key) => manifest[key]).filter((chunk) => chunk !== undefined)
  return [...new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]))]
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kedang-ui-'))
  process.env.NODE_ENV = 'production' // the runner says test, and React would be built for development
  await build({ mode: 'production', root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'silent', build: { outDir: folder } })
  manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
}, 120_000)
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

const entry = (): string => Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? ''

describe('the build', () => {
  it('keeps the first page, a list, small', () => {
    const total = filesOf(closure(entry())).reduce((sum, file) => sum + packed(file), 0)
    expect(total).toBeLessThanOrEqual(FIRST_ROUTE)
  })

  it('keeps every other part and the whole small', () => {
    const files = readdirSync(join(folder, 'assets')).filter((name) => !name.endsWith('.gz'))
    for (const name of files) expect(packed(`assets/${name}`), name).toBeLessThanOrEqual(LAZY)
    expect(files.reduce((sum, name) => sum + packed(`assets/${name}`), 0)).toBeLessThanOrEqual(ALL)
  })

  it('puts no heavy part on the way to lists and records', () => {
    const hot = [entry(), ...Object.keys(manifest).filter((key) => /src\/(app|ui|grid|features\/(records|record-page))\//.test(key))]
    for (const key of hot) for (const part of closure(key)) expect(part, `${key} reaches ${part}`).not.toMatch(HEAVY)
  })

  it('loads editors, records and dialogs only when they are wanted', () => {
    const first = filesOf(closure(entry())).join(' ')
    for (const lazy of ['RecordRoute', 'SignInRoute', 'MergeRoute', 'FilterPanel', 'RecordForm', 'SearchDialog', 'divisions']) expect(first).not.toContain(lazy)
  })

  it('runs under a strict policy: nothing inline, everything beside', () => {
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/)
    expect(page).not.toMatch(/(?:src|href)="(?!\/(?:assets\/|manifest\.webmanifest|apple-touch-icon\.png))/)
    const large = filesOf(closure(entry())).filter((file) => statSync(join(folder, file)).size > 1024)
    for (const file of large) expect(existsSync(join(folder, `${file}.gz`)), file).toBe(true)
  })
})
