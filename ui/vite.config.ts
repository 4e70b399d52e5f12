import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { gzipBeside } from './build/gzip.ts'
import { serviceWorker } from './build/worker.ts'

const api = process.env.KEDANG_API ?? 'http://127.0.0.1:8600'

/**
 * What every page needs goes into one file: thirteen small ones pack worse than one.
 * Only what the first page uses anyway may match; the size test watches it.
 */
const BASE = [
  /node_modules\/(react|react-dom|scheduler|@tanstack)\//,
  /src\/(i18n\/(index|format|zone)|ui\/(bits|keys|Go|Button|phone)|fields\/(registry|values|make|FieldValue|useSpeech|[a-z_]+\/kind)|api\/(client|records)|meta\/(objects|view)|conditions\/model|vendor\/with-selector)\.tsx?$/,
  /lucide-react\/dist\/esm\/(createLucideIcon|Icon|defaultAttributes|context|shared\/)/,
  /vite\/preload-helper|rolldown\/runtime/,
]

function isBase(id: string): boolean {
  return BASE.some((pattern) => pattern.test(id)) && !/infinite|useQueries|queriesObserver/i.test(id)
}

export default defineConfig({
  plugins: [react(), gzipBeside(), serviceWorker(fileURLToPath(new URL('./sw.ts', import.meta.url)))],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      'use-sync-external-store/shim/with-selector': fileURLToPath(new URL('./src/vendor/with-selector.ts', import.meta.url)),
    },
  },
  server: { proxy: { '/api': api } },
  build: {
    outDir: fileURLToPath(new URL('../kedang/web/static', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // Nothing may be inlined: the page runs under `script-src 'self'; style-src 'self'; img-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: isBase }] } } },
  },
})
