import { read, serverEventGuards } from '../protocol';

/** Not the object itself: an event may be called `constructor`. */
const GUARDS = new Map(Object.entries(serverEventGuards));

/** Whether this client knows such an event; throws a `MismatchError` if it does, but not such a payload. */
export const knows = (name: string, payload: unknown): boolean => {
  const guard = GUARDS.get(name);
  if (guard) read<unknown>(guard, payload, name);
  return guard !== undefined;
};
