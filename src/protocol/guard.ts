/**
 * Guards turn `unknown` into a type or say what they expected. A guard answers `undefined` when the value fits, and only
 * when it does not is a message made, so that checking costs next to nothing where frames are many.
 */
export interface Guard<T> {
  (value: unknown): string | undefined;
  /** Carries the type; never set. */
  readonly type?: T;
}

/** Something from outside has another shape than PROTOCOL.md gives it. */
export class MismatchError extends TypeError {
  override readonly name = 'MismatchError';
}

const told = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return typeof value === 'object' ? 'an object' : `${value as number | boolean | undefined}`;
};

/** Goes behind the name of what was read. */
export const expected = (what: string, value: unknown): string => ` expected ${what}, got ${told(value)}`;

/** What is known of any object. */
export type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any value that `test` admits; `what` names it in the message. */
export const where =
  <T>(what: string, test: (value: unknown) => boolean): Guard<T> =>
  (value) =>
    test(value) ? undefined : expected(what, value);

// Every message has several of these two: they do without a call of a test.
export const string: Guard<string> = (value) =>
  typeof value === 'string' ? undefined : expected('a string', value);
export const integer: Guard<number> = (value) =>
  Number.isSafeInteger(value) ? undefined : expected('an integer', value);
export const boolean: Guard<boolean> = where('a boolean', (value) => typeof value === 'boolean');
/** Numbers from `least` on that a timer or a rate can do with: `1e999` is JSON, too, and infinite. */
export const sensible = (least: number): Guard<number> =>
  where('a number', (value) => typeof value === 'number' && value >= least && value <= 1e9);
export const record: Guard<Record<string, unknown>> = where('an object', isObject);

/** What is wrong with the part of that name, if anything is. */
export const at = (part: string, mismatch: string | undefined): string | undefined =>
  mismatch === undefined ? undefined : `.${part}${mismatch}`;

/**
 * An object, by what `check` finds wrong with its fields. A check that is written out takes a third of the time that one of
 * `object` takes: for what makes up most of the frames.
 */
export const fields =
  <T>(check: (value: Fields) => string | undefined): Guard<T> =>
  (value) =>
    isObject(value) ? check(value) : expected('an object', value);

export const oneOf = <const T extends readonly (string | number | boolean)[]>(
  ...values: T
): Guard<T[number]> =>
  where(values.map((value) => JSON.stringify(value)).join(' or '), (value) =>
    values.includes(value as T[number]),
  );

/** Marks a key of `object` that may be absent. */
export const optional =
  <T>(guard: Guard<T>): Guard<T | undefined> =>
  (value) =>
    value === undefined ? undefined : guard(value);

export const arrayOf =
  <T>(guard: Guard<T>): Guard<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return expected('an array', value);
    for (let i = 0; i < value.length; i++) {
      const mismatch = guard(value[i]);
      if (mismatch !== undefined) return `[${i}]${mismatch}`;
    }
    return undefined;
  };

/** Either shape; the last one's message is given. */
export const either =
  <A, B>(one: Guard<A>, other: Guard<B>): Guard<A | B> =>
  (value) =>
    one(value) === undefined ? undefined : other(value);

/**
 * A key that may be absent (`remark?: string`) is guarded by an `optional()`, whose type says `string | undefined`: what came by JSON
 * is never present and undefined.
 */
type Shape<T> = { readonly [K in keyof T]-?: Guard<object extends Pick<T, K> ? T[K] | undefined : T[K]> };

/** An object with these keys; it may have more, since either side may be newer than the other. */
export const object = <T>(shape: Shape<T>): Guard<T> => {
  // Objects, since pairs would be taken apart by their iterators at each use.
  const checks = Object.entries<Guard<unknown>>(shape).map(([key, guard]) => ({ key, guard }));
  return fields((value) => {
    for (const { key, guard } of checks) {
      const mismatch = at(key, guard(value[key]));
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  });
};

/**
 * A guard that only one of the two sides needs, or a part that is loaded later: with a `@__PURE__` before the call it leaves nothing
 * in a bundle without them, while of a call in a call bundlers keep the inner one.
 */
export const guardFrom = <T>(make: () => Guard<unknown>): Guard<T> => make() as Guard<T>;

/** Admits `value` as what the guard guards, or throws a `MismatchError` that begins with `name`. */
export const read = <T>(guard: Guard<T>, value: unknown, name: string): T => {
  const mismatch = guard(value);
  if (mismatch !== undefined) throw new MismatchError(`${name}${mismatch}`);
  return value as T;
};
