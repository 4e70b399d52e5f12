import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What the bundler tells of a module. */
interface Known { importedIds: readonly string[] }
export interface Modules { getModuleInfo: (id: string) => Known | null }

/** What every page needs goes into one file: thirteen small ones pack worse than one. */
const BASE = [
  /node_modules\/(react|react-dom|scheduler|@tanstack)\//,
  /src\/(i18n\/(index|format|zone|preferred)|ui\/(appearance|bits|keys|Go|Button|phone)|fields\/(registry|values|make|FieldValue|useSpeech|[a-z_]+\/kind)|api\/(asked|client|reach|records|workspace)|meta\/(objects|view)|conditions\/model|vendor\/with-selector)\.tsx?$/,
  /lucide-react\/dist\/esm\/(createLucideIcon|Icon|defaultAttributes|context|shared\/)/,
  /vite\/preload-helper|rolldown\/runtime/,
]
/** What stands around every list, on a desk or on a phone, a moment after its rows were asked for: one request instead of thirty. */
const AROUND = [
  /src\/(app\/(SideFavourites|Bell|TabBar|useAccountMenu|events)|features\/views\/(ViewTabs|views)|features\/records\/ListFoot|grid\/(GridGhost|way|clipboard|CardList|card-fields|useLongPress)|meta\/(icons|favourites|unread|language)|ui\/(Dialog|MenuList))\.tsx?$/,
  /src\/(features\/views\/views|ui\/(tabbar|field|overlays))\.css$/,
]
const TEXTS = /src\/i18n\/([\w-]+)\/(?:app|pages|views)\.json$/
const ICON = /lucide-react\/dist\/esm\/icons\/[\w-]+\.m?js$/

const among = (patterns: readonly RegExp[], id: string): boolean => patterns.some((pattern) => pattern.test(id))

/** Modules that the page begins with: what its entry reaches without asking for more. Icons come by the names that are imported. */
function firstModules(modules: Modules, entry: string): Set<string> {
  const found = new Set<string>()
  const left = [entry]
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id) || /lucide-react/.test(id)) continue
    found.add(id)
    left.push(...modules.getModuleInfo(id)?.importedIds ?? [])
  }
  const wanted = [...found].filter((id) => /\.tsx?$/.test(id)).flatMap(iconsIn)
  const files = iconFiles()
  for (const name of wanted) found.add(files.get(name) ?? '')
  return found
}

function iconsIn(file: string): string[] {
  const [, names = ''] = /import\s*\{([^}]*)\}\s*from 'lucide-react'/.exec(readFileSync(file, 'utf8')) ?? []
  return names.split(',').map((name) => name.trim().replace(/\s+as\s.*/, '')).filter((name) => name && !name.startsWith('type '))
}

/** In which file an icon of this name is; old names stand for new ones. */
function iconFiles(): Map<string, string> {
  const folder = createRequire(import.meta.url).resolve('lucide-react').replace(/dist\/.*$/, 'dist/esm/')
  const files = new Map<string, string>()
  for (const [, names = '', file = ''] of readFileSync(`${folder}lucide-react.mjs`, 'utf8').matchAll(/export \{([^}]*)\} from '\.\/(icons\/[\w-]+\.mjs)'/g)) {
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, folder + file)
  }
  return files
}

/** Which modules go into which file of the build, the foremost first: each takes with it what it needs, unless one before has it. The rest is the bundler's choice. */
export function chunks(entry: string) {
  let first: Set<string> | null = null
  const isFirst = (id: string, modules: Modules): boolean => (first ??= firstModules(modules, entry)).has(id)
  return [
    { name: 'base', test: (id: string) => among(BASE, id) && !/infinite|useQueries|queriesObserver/i.test(id), priority: 3 },
    { debugName: 'first', name: (id: string, modules: Modules) => (isFirst(id, modules) ? 'first' : null), priority: 2 },
    { debugName: 'texts', name: (id: string) => TEXTS.exec(id)?.[1] ? `texts-${TEXTS.exec(id)?.[1]}` : null, priority: 1 },
    { name: 'icons', test: ICON, priority: 1 },
    { name: 'around', test: (id: string) => among(AROUND, id) },
  ]
}
