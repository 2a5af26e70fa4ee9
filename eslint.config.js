import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'data/**',
      'lib/*/assembly/**',
      '*.config.js',
      '.dependency-cruiser.cjs',
      'bench/crawl/*.mjs',
      // Runs in browsers; it is plain JavaScript, sent as it stands.
      'src/site/site.js',
      'src/console/console.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // STYLE.md rules 2 and 3: no `as`, `any`, `!`; unions are switched exhaustively. `as const` stays allowed.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/*-for-tests.ts', 'test/**', 'bench/**'],
    rules: {
      // node:test's `test()` returns a promise nobody awaits; a test or a benchmark is one long function by nature.
      '@typescript-eslint/no-floating-promises': 'off',
      'max-lines-per-function': 'off',
      'no-console': 'off',
    },
  },
);
