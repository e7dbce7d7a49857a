import { availableParallelism } from 'node:os';
import { vendorMapper } from './scripts/jest-vendor.mjs';

/** One runner for both packages. Sources are read as they are; rxim and rxim-server resolve to them by name. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec', '<rootDir>/server/spec', '<rootDir>/examples'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/examples/angular-chat/'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/server/dist', '<rootDir>/examples/angular-chat'],
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // ESM-only packages that jest, running CommonJS, must transform.
  transformIgnorePatterns: ['/node_modules/(?!(ky|jose|@angular|angular-core-20)/)'],
  globalSetup: '<rootDir>/scripts/jest-vendor.mjs',
  moduleNameMapper: {
    ...vendorMapper,
    '^rxim$': '<rootDir>/src/index.ts',
    '^rxim/(.*)$': '<rootDir>/src/$1/index.ts',
    '^rxim-server$': '<rootDir>/server/src/index.ts',
    '^rxim-server/(.*)$': '<rootDir>/server/src/$1/index.ts',
  },
  // Specs wait for servers and browsers as often as they compute: one more than there are cores, where jest would leave one idle.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/scripts/slow-first.cjs',
  testTimeout: 20_000,
};
