import type { Identity } from 'rxim/protocol';
import type { SessionStore } from '../ports/accounts';
import type { Hub } from '../ports/hub';
import type { InstallationStore } from '../ports/push';

interface Known {
  readonly store: { readonly sessions: SessionStore; readonly installations: InstallationStore };
  readonly hub: Hub;
}

/** Who is logged out everywhere is told nothing on any device. */
const unbindAll = async ({ store }: Known, app: string, { kind, id }: Identity): Promise<void> => {
  // Guests have no installations.
  if (kind === 'user') await store.installations.removeAll(app, id);
};

/** Ends every session and token of this user or guest; its devices get no notifications any more. */
export const endSessions = async (known: Known, app: string, identity: Identity): Promise<void> => {
  await known.store.sessions.revoke(app, identity);
  known.hub.end(app, identity, { reason: 'logout' });
  await unbindAll(known, app, identity);
};

/** The same, and no login until `unban`. */
export const ban = async (known: Known, app: string, identity: Identity): Promise<void> => {
  await known.store.sessions.ban(app, identity);
  known.hub.end(app, identity, { reason: 'logout' });
  await unbindAll(known, app, identity);
};

export const unban = ({ store }: Known, app: string, identity: Identity): Promise<void> =>
  store.sessions.unban(app, identity);
