import { pick, type Random } from '../../support/random';

/** Stands for what `JSON.stringify` could not write: so deep that it would end in a full stack. */
const DEEP = '\u0001deep';
const NESTED = '['.repeat(20_000) + ']'.repeat(20_000);

/** Names that reach prototypes, or that Socket.IO and EventEmitter have plans of their own with. */
export const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '_placeholder',
  'num',
  'error',
  'connect',
  'disconnect',
  'newListener',
  '',
] as const;

/** Objects as JSON makes them: `__proto__` is a key like any other. */
const parsed = (text: string): unknown => JSON.parse(text) as unknown;

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.1,
  1e308,
  2 ** 53,
  -(2 ** 63),
  2 ** 31,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u2028',
  '’); drop table message; --',
  '../../etc/passwd',
  '%00%ff',
  '9'.repeat(400),
  'ü'.repeat(9_000),
  [],
  {},
  [[[[[[]]]]]],
  Array.from({ length: 3_000 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 1_100 }, (_, index) => [`k${index}`, index])),
  parsed('{"__proto__":{"polluted":true}}'),
  parsed('{"constructor":{"prototype":{"polluted":true}}}'),
  parsed('{"_placeholder":true,"num":0}'),
  parsed('{"toString":1,"valueOf":1,"toJSON":1}'),
];

/** A value that parsers, databases or merges may stumble over. One in a hundred is as deep as a frame can hold. */
export const nastyValue = (random: Random): unknown => (random() < 0.01 ? DEEP : pick(random, VALUES));

/** JSON, with what is too deep for the common way. */
export const write = (value: unknown): string =>
  JSON.stringify(value).replaceAll(JSON.stringify(DEEP), NESTED);
