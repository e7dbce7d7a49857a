// The linter: every rule of ESLint's and typescript-eslint's strictest sets, run natively, types and all. What is about RxJS stays
// with ESLint itself (eslint.config.js), which takes longer for those few rules than this takes for all others.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Rules that the native linter doesn't have: strict mode makes them needless, they are retired, or nobody has ported them. */
const MISSING = [
  'no-dupe-args',
  'no-octal',
  'no-new-symbol',
  'no-return-await',
  '@typescript-eslint/no-unsafe-class-instance-assignment',
  '@typescript-eslint/no-unsafe-enum-assignment',
];

const rulesOf = (...configs) =>
  Object.fromEntries(
    configs
      .flatMap(({ rules = {} }) => Object.entries(rules))
      .filter(([name]) => !MISSING.includes(name))
      .map(([name, options]) => [name.replace('@typescript-eslint/', 'typescript/'), options]),
  );

const strict = rulesOf(...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked);
const untyped = Object.entries(rulesOf(tseslint.configs.disableTypeChecked)).filter(
  ([name]) => name in strict,
);

export default {
  options: { typeAware: true },
  plugins: ['typescript', 'oxc'],
  jsPlugins: ['./scripts/lint/no-enum.js'],
  categories: { correctness: 'error' },
  ignorePatterns: [
    '**/dist',
    'docs/api',
    '**/coverage',
    'spec/packaging/stranger',
    'examples/angular-chat',
    'artefacts',
  ],
  env: { node: true },
  rules: rulesOf(js.configs.recommended),
  overrides: [
    {
      files: ['**/*.ts'],
      rules: {
        ...strict,
        'house/no-enum': 'error',
        'typescript/consistent-type-imports': 'error',
        'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
        'typescript/no-confusing-void-expression': [
          'error',
          { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
        ],
        'typescript/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
        'typescript/only-throw-error': ['error', { allow: [{ from: 'file', name: 'ImError' }] }],
      },
    },
    {
      // What a plain script's types are, is a guess.
      files: ['**/*.{js,cjs,mjs}'],
      rules: Object.fromEntries(untyped),
    },
    {
      files: ['**/spec/**/*.ts', '**/*.spec.ts'],
      rules: { 'typescript/no-non-null-assertion': 'off', 'typescript/require-await': 'off' },
    },
    {
      files: ['examples/browser-chat/**/*.js'],
      env: { browser: true, serviceworker: true },
      globals: { rxim: 'readonly' },
    },
  ],
};
