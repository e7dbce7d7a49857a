import { randomBytes } from 'node:crypto';
import type { Attributes } from '../ports/store';
import { checkAttributes } from './attributes';
import type { Context } from './context';
import { notFound } from './failure';
import type { Requester } from './requester';

type Known = Pick<Context, 'store' | 'config'>;

/** Creates a guest or updates it, and resolves with its id: the one that is given, the guest's own, or a new one. */
export const saveGuest = async (
  { store, config }: Known,
  requester: Requester,
  { id, ...rest }: Attributes & { readonly id?: string | undefined },
): Promise<string> => {
  const guest = id ?? ('id' in requester ? requester.id : randomBytes(16).toString('hex'));
  // A secret proves an id at login; it is nobody's attribute.
  const attributes = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== 'secret'));
  const known = await store.guests.get(requester.app, guest);
  checkAttributes({ ...known?.attributes, ...attributes }, config.limits);
  await store.guests.save(requester.app, guest, attributes);
  return guest;
};

export const guestAttributes = async ({ store }: Known, app: string, id: string): Promise<Attributes> => {
  const guest = await store.guests.get(app, id);
  if (guest === undefined) throw notFound('guest');
  return guest.attributes;
};
