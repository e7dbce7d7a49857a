import type { Identity } from 'rxim/protocol';
import type { SessionStore } from '../ports/accounts';
import type { Hub } from '../ports/hub';

interface Known {
  readonly store: { readonly sessions: SessionStore };
  readonly hub: Hub;
}

/** Ends every session and token of this user or guest. */
export const endSessions = async ({ store, hub }: Known, app: string, identity: Identity): Promise<void> => {
  await store.sessions.revoke(app, identity);
  hub.end(app, identity, { reason: 'logout' });
};

/** The same, and no login until `unban`. */
export const ban = async ({ store, hub }: Known, app: string, identity: Identity): Promise<void> => {
  await store.sessions.ban(app, identity);
  hub.end(app, identity, { reason: 'logout' });
};

export const unban = ({ store }: Known, app: string, identity: Identity): Promise<void> =>
  store.sessions.unban(app, identity);
