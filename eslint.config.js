import js from '@eslint/js';
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      'temp',
      'docs/api',
      '**/coverage',
      '**/node_modules',
      'examples/angular-chat',
      'spec/packaging/stranger',
      'artefacts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      ...tseslint.configs.stylisticTypeChecked,
      rxjsX.configs.recommended,
    ],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // `as const` objects in place of enums; so the rule about enums, one of the slowest, has nothing to find.
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'An `as const` object, please.' },
      ],
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'file', name: 'ImError' }] }],
      // An observable that nobody holds is how the documented chain works: `im.toFriend('bob').text('hi').ok()`.
      'rxjs-x/no-ignored-observable': 'off',
      'rxjs-x/no-exposed-subjects': 'error',
      'rxjs-x/no-sharereplay': ['error', { allowConfig: true }],
      'rxjs-x/finnish': [
        'error',
        {
          functions: false,
          methods: false,
          parameters: false,
          variables: false,
          properties: false,
          objects: false,
        },
      ],
    },
  },
  {
    files: ['**/spec/**/*.ts', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['examples/browser-chat/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'CSS FormData Intl ResizeObserver URL console document history location',
          'crypto importScripts localStorage matchMedia navigator rxim self sessionStorage window',
        ].flatMap((names) => names.split(' ').map((name) => [name, 'readonly'])),
      ),
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        setImmediate: 'readonly',
      },
    },
  },
);
