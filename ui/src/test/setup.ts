import { afterEach, beforeAll } from 'vitest'
import { cleanup } from '@testing-library/react'
import { startLanguage } from '@/i18n'

beforeAll(() => startLanguage('zh-CN'))
afterEach(() => { cleanup(); localStorage.clear() })
