import type { Identity, ServerEventName } from 'rxim/protocol';
import type { Hub } from '../ports/hub';
import { Announcement } from './announcement';
import { createAudience } from './audience';
import { arrivalsOf, everybodyIn, roomName, sessionsOf } from './names';
import type { Outlet } from './outlet';
import type { Topics } from './topics';

/** The sessions of this process. Who is there hears it at the end of the turn; who comes or goes meanwhile changes nothing. */
export const createHub = (topics: Topics): Hub => {
  const sessions = (app: string, identity: Identity): Iterable<Outlet> =>
    topics.of(sessionsOf(app, identity));

  const audience = createAudience(topics);

  const tell = (
    app: string,
    topic: string,
    event: ServerEventName,
    payload: unknown,
    except: readonly Identity[],
  ): void => {
    const announcement = new Announcement(event, payload);
    const spared = new Set(except.flatMap((identity) => [...sessions(app, identity)]));
    for (const outlet of topics.of(topic)) if (!spared.has(outlet)) outlet.say(announcement);
  };

  /** Those included that are logging in. */
  const everyOutletOf = (app: string, identity: Identity): Outlet[] => [
    ...sessions(app, identity),
    ...topics.of(arrivalsOf(app, identity)),
  ];

  const everyOutlet = (app: string, users: readonly string[]): Outlet[] =>
    users.flatMap((id) => everyOutletOf(app, { kind: 'user', id }));

  return {
    toIdentities(app, identities, event, payload, except) {
      const announcement = new Announcement(event, payload);
      const [only] = identities;
      const outlets =
        identities.length === 1 && only !== undefined ? sessions(app, only) : audience(app, identities);
      for (const outlet of outlets) if (outlet.socket.id !== except) outlet.say(announcement);
    },
    toRoom(app, room, event, payload, except) {
      tell(app, roomName(app, room), event, payload, except === undefined ? [] : [except]);
    },
    toAll(app, event, payload, except = []) {
      tell(app, everybodyIn(app), event, payload, except);
    },
    joinRoom(app, room, users) {
      for (const outlet of everyOutlet(app, users)) topics.subscribe(outlet, roomName(app, room));
    },
    leaveRoom(app, room, users) {
      for (const outlet of everyOutlet(app, users)) topics.unsubscribe(outlet, roomName(app, room));
    },
    closeRoom(app, room) {
      for (const outlet of [...topics.of(roomName(app, room))])
        topics.unsubscribe(outlet, roomName(app, room));
    },
    end(app, identity, bye, except) {
      const announcement = new Announcement('bye', bye);
      const live = sessionsOf(app, identity);
      for (const outlet of everyOutletOf(app, identity)) {
        if (outlet.socket.id === except) continue;
        if (topics.hears(outlet, live)) outlet.say(announcement);
        outlet.socket.disconnect(true);
      }
    },
    sessions(app, identity) {
      return topics.sizeOf(sessionsOf(app, identity));
    },
  };
};
