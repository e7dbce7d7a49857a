import type { Identity } from 'rxim/protocol';
import { sessionsOf } from './names';
import type { Outlet } from './outlet';
import type { Topics } from './topics';

/**
 * Looks up the outlets of many identities. The latest list is remembered as long as nobody came or went: a burst in a group goes to
 * the same one, message by message, and looking its members up would cost as much as all else that is done for them.
 */
export const createAudience = (topics: Topics) => {
  let latest: readonly Identity[] = [];
  let app = '';
  let version = 0;
  let outlets: readonly Outlet[] = [];
  return (its: string, identities: readonly Identity[]): readonly Outlet[] => {
    if (latest !== identities || app !== its || version !== topics.version) {
      latest = identities;
      app = its;
      version = topics.version;
      outlets = identities.flatMap((identity) => [...topics.of(sessionsOf(app, identity))]);
    }
    return outlets;
  };
};
