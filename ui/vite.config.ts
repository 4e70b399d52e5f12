import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { gzipBeside } from './build/gzip.ts'

const api = process.env.KEDANG_API ?? 'http://127.0.0.1:8400'

export default defineConfig({
  plugins: [react(), gzipBeside()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': api } },
  build: {
    outDir: fileURLToPath(new URL('../kedang/web/static', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // Nothing may be inlined: the page runs under `script-src 'self'; style-src 'self'; img-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
})
