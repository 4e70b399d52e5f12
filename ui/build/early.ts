import { build, type Plugin, type Rolldown } from 'vite'

const SCRIPT = /^assets\/early-.{8}\.js$/
const TEXTS = /^assets\/texts-([\w-]+)-.{8}\.js$/
/** What stands around a list: asked for with the first script, not after it. */
const SOON = /^assets\/(?:around|icons)-.{8}\.(?:js|css)$/

/** One script that runs at once in the head: it must wait for no other file, so it is built by itself. */
async function bundled(entry: string, alias: Record<string, string>): Promise<string> {
  const options = { entry, formats: ['iife' as const], name: 'kedangEarly' }
  const built = await build({ configFile: false, logLevel: 'silent', publicDir: false, resolve: { alias }, build: { write: false, target: 'es2022', minify: true, modulePreload: false, lib: options } })
  const [{ output: [script] }] = built as [Rolldown.RolldownOutput]
  return script.code
}

function linkTo(name: string): string {
  return name.endsWith('.css') ? `<link rel="preload" as="style" crossorigin href="/${name}" />` : `<link rel="modulepreload" crossorigin href="/${name}" />`
}

/** Puts the early script into the page, and beside it what the first page needs soon: files of the build by their names. */
export function early(entry: string, alias: Record<string, string>): Plugin {
  return {
    name: 'early',
    apply: 'build',
    async buildStart() {
      this.emitFile({ type: 'asset', name: 'early.js', source: await bundled(entry, alias) })
    },
    transformIndexHtml: {
      order: 'post',
      handler(page, { bundle = {} }) {
        const names = Object.keys(bundle).sort()
        const texts = names.flatMap((name) => { const [, language] = TEXTS.exec(name) ?? []; return language ? [`<link data-lang="${language}" data-href="/${name}" crossorigin />`] : [] })
        const script = names.filter((name) => SCRIPT.test(name)).map((name) => `<script src="/${name}"></script>`)
        const soon = names.filter((name) => SOON.test(name)).map(linkTo)
        return page.replace('</title>', ['</title>', ...texts, ...script].join('\n    ')).replace('  </head>', `${soon.map((each) => `    ${each}\n`).join('')}  </head>`)
      },
    },
  }
}
