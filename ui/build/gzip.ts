import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const WORTH = /\.(?:js|css|html|svg|json)$/

/** Writes `name.gz` beside every text file of the build, so that the server never compresses at run time. */
export function gzipBeside(): Plugin {
  return {
    name: 'gzip-beside',
    apply: 'build',
    writeBundle(options) {
      const folder = options.dir
      if (!folder) return
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!WORTH.test(name)) continue
        const text = readFileSync(join(folder, name))
        if (text.length > 1024) writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }))
      }
    },
  }
}
