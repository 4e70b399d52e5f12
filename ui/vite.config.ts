import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { chunks } from './build/chunks.ts'
import { early } from './build/early.ts'
import { gzipBeside } from './build/gzip.ts'
import { serviceWorker } from './build/worker.ts'

const api = process.env.KEDANG_API ?? 'http://127.0.0.1:8600'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const alias = { '@': path('./src'), 'use-sync-external-store/shim/with-selector': path('./src/vendor/with-selector.ts') }

export default defineConfig({
  plugins: [react(), early(path('./src/app/early.ts'), alias), gzipBeside(), serviceWorker(path('./sw.ts'))],
  resolve: { alias },
  server: { proxy: { '/api': api } },
  build: {
    outDir: path('../kedang/web/static'),
    emptyOutDir: true,
    manifest: true,
    // Nothing may be inlined: the page runs under `script-src 'self'; style-src 'self'; img-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { output: { codeSplitting: { groups: chunks(path('./index.html')) } } },
  },
})
