import { afterEach, beforeAll } from 'vitest'

// Tests of the build run without a browser's globals.
if (typeof document !== 'undefined') {
  const { cleanup } = await import('@testing-library/react')
  const { startLanguage } = await import('@/i18n')
  beforeAll(() => startLanguage('zh-CN'))
  afterEach(() => { cleanup(); localStorage.clear() })
}
