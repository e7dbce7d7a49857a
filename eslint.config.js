// The rules about RxJS, which the native linter doesn't have (oxlint.config.js).
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: ['**/dist', 'examples/angular-chat', 'spec/packaging/stranger'],
  },
  {
    files: ['{src,examples,spec}/**/*.ts'],
    extends: [rxjsX.configs.recommended],
    // What is allowed for a while is the native linter's to know.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
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
);
