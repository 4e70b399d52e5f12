import { readdirSync } from 'node:fs'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const features = readdirSync(new URL('src/features', import.meta.url))

/** Features are peers: one never imports another; `app/` connects them. */
const peers = features.map((name) => ({
  files: [`src/features/${name}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        { group: features.filter((other) => other !== name).map((other) => `@/features/${other}/**`), message: 'features never import each other' },
        { group: ['@/app/**'], message: 'app knows the features, not the other way round' },
      ],
    }],
  },
}))

export default tseslint.config(
  { ignores: ['node_modules', 'dist'] },
  ...tseslint.configs.strict,
  hooks.configs.flat.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'build/**/*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
        {
          selector: "BinaryExpression[operator='==='][left.property.name='key'][right.value='Enter']",
          message: 'an input method also sends Enter: use isSubmitEnter(event) of @/ui/keys',
        },
      ],
    },
  },
  ...peers,
  {
    // The layers below the features do not know them.
    files: ['src/{api,conditions,fields,form,grid,i18n,meta,ui}/**/*.{ts,tsx}'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['@/features/**', '@/app/**'], message: 'this layer is below the features' }] }] },
  },
  { files: ['src/ui/keys.ts', 'eslint.config.js', 'vite.config.ts', 'vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
)
