import { createHash, randomBytes } from 'node:crypto';
import { USER_ID } from 'rxim/protocol';
import type { Attributes, Guest, GuestStore } from '../../ports/store';
import type { Config } from '../context';
import { checkAttributes } from '../attributes';
import { invalid, notPermitted } from '../failure';
import { sameSecret } from '../keys';
import type { Authenticator } from './authenticator';

/** The secret is random and long, so a plain hash of it gives nothing away. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const proves = (secret: unknown, guest: Guest | undefined): boolean =>
  typeof secret === 'string' &&
  guest?.secretHash !== undefined &&
  sameSecret(hashOf(secret), guest.secretHash);

const newGuest = async (
  guests: GuestStore,
  app: string,
  attributes: Attributes,
): ReturnType<Authenticator> => {
  const id = randomBytes(16).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  await guests.save(app, id, attributes, hashOf(secret));
  return { identity: { kind: 'guest', id }, secret };
};

/**
 * Mode 5. A new guest gets an id and the secret that proves it at the next login; an id without its secret is believed
 * only where the operator trusts ids, and a wrong secret nowhere.
 */
export const guestAuthenticator =
  (guests: GuestStore, { trustUserIds, limits }: Pick<Config, 'trustUserIds' | 'limits'>): Authenticator =>
  async (app, { passenger }) => {
    if (typeof passenger !== 'object' || passenger === null || Array.isArray(passenger))
      throw invalid('passenger expected an object');
    const { id, secret, ...attributes } = passenger as Record<string, unknown>;
    checkAttributes(attributes, limits);
    if (id === undefined) return newGuest(guests, app.id, attributes);

    if (typeof id !== 'string' || !USER_ID.test(id)) throw invalid('passenger.id expected an id');
    const known = await guests.get(app.id, id);
    const believed = secret === undefined ? trustUserIds : proves(secret, known);
    if (!believed) throw notPermitted('the id of a guest needs its secret');
    if (known === undefined || Object.keys(attributes).length > 0) await guests.save(app.id, id, attributes);
    return { identity: { kind: 'guest', id } };
  };
