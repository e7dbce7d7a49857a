import { invalid, tooLong } from './failure';

/** Names that reach an object's prototype when somebody merges what they got (SECURITY: prototype pollution). */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

export interface JsonLimits {
  /** Arrays and objects inside each other. */
  readonly depth: number;
  /** Keys in all objects together. */
  readonly keys: number;
}

/**
 * Refuses JSON that is nested too deep, has too many keys or a forbidden one. It stops at the first offence, so what it
 * costs is bounded by the limits and by the size of the text that was parsed.
 */
export const checkJson = (value: unknown, { depth, keys }: JsonLimits, name: string): void => {
  let left = keys;
  const visit = (node: unknown, level: number): void => {
    if (typeof node !== 'object' || node === null) return;
    if (level > depth) throw invalid(`${name} expected at most ${depth} levels`);
    if (Array.isArray(node)) {
      for (const item of node) visit(item, level + 1);
      return;
    }
    for (const key of Object.keys(node)) {
      if (FORBIDDEN.has(key)) throw invalid(`${name} expected no key ${JSON.stringify(key)}`);
      if (--left < 0) throw tooLong(`${name} expected at most ${keys} keys`);
      visit((node as Record<string, unknown>)[key], level + 1);
    }
  };
  visit(value, 1);
};
