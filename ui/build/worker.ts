import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformWithOxc, type Plugin } from 'vite'

/** Files that browsers ask for by themselves, or only once a build: they are not kept for offline. */
const LEFT = /\.gz$|^\.vite\/|^sw\.js$|^index\.html$|\.png$/

/** Writes `sw.js` out of `sw.ts`, with the list of the build's files and a version that changes exactly when one of them does. */
export function serviceWorker(source: string): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async writeBundle(options) {
      const folder = options.dir
      if (!folder) return
      const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).filter((name) => !LEFT.test(name)).sort()
      const text = readFileSync(source, 'utf8')
      const version = createHash('sha256').update(text).update(readFileSync(join(folder, 'index.html')))
      for (const name of names) version.update(name).update(readFileSync(join(folder, name)))
      const { code } = await transformWithOxc(text, source, { sourcemap: false })
      const head = `const FILES = ${JSON.stringify(['/', ...names.map((name) => `/${name}`)])}\nconst VERSION = ${JSON.stringify(version.digest('hex').slice(0, 16))}\n`
      writeFileSync(join(folder, 'sw.js'), head + code.replace(/^export \{\};?$/m, '')) // a worker of the classic kind, which every browser takes
    },
  }
}
