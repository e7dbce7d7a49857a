import type { Identity } from 'rxim/protocol';
import type { SessionStore } from '../ports/accounts';
import type { Hub } from '../ports/hub';
import type { InstallationStore } from '../ports/push';

interface Known {
  readonly store: { readonly sessions: SessionStore; readonly installations: InstallationStore };
  readonly hub: Hub;
}

/** Whose tokens are good no longer has no sockets, and is told nothing on any device. */
const end = async ({ store, hub }: Known, app: string, identity: Identity): Promise<void> => {
  hub.end(app, identity, { reason: 'logout' });
  // Guests have no installations.
  if (identity.kind === 'user') await store.installations.removeAll(app, identity.id);
};

/** Ends every session and token of this user or guest; its devices get no notifications any more. */
export const endSessions = async (known: Known, app: string, identity: Identity): Promise<void> => {
  await known.store.sessions.revoke(app, identity);
  await end(known, app, identity);
};

/** The same, and no login until `unban`. */
export const ban = async (known: Known, app: string, identity: Identity): Promise<void> => {
  await known.store.sessions.ban(app, identity);
  await end(known, app, identity);
};

export const unban = ({ store }: Known, app: string, identity: Identity): Promise<void> =>
  store.sessions.unban(app, identity);
