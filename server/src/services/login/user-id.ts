import { USER_ID } from 'rxim/protocol';
import type { Config } from '../context';
import { invalid, notPermitted } from '../failure';
import type { UserStore } from '../../ports/store';
import type { Authenticator } from './authenticator';

/** Mode 1. The client key is public, so a bare id proves nothing: it is believed only where the operator says so. */
export const userIdAuthenticator =
  (users: UserStore, { trustUserIds }: Pick<Config, 'trustUserIds'>): Authenticator =>
  async (app, { client: id }) => {
    if (!trustUserIds) throw notPermitted('this server does not trust bare user ids (--trust-user-ids)');
    if (typeof id !== 'string' || !USER_ID.test(id)) throw invalid('client expected a user id');
    await users.touch(app.id, id);
    return { identity: { kind: 'user', id } };
  };
