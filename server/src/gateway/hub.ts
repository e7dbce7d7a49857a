import type { Identity, ServerEventName } from 'rxim/protocol';
import type { Namespace } from 'socket.io';
import type { Hub } from '../ports/hub';
import { arrivalsOf, everybodyIn, legacyIn, roomName, sessionsOf } from './names';

/** Events that clients of 2016 must never see. */
const EXTENSIONS: ReadonlySet<ServerEventName> = new Set(['resync', 'bye', 'change', 'read']);

/** Sessions by Socket.IO's rooms: it encodes a broadcast once, and its adapters are the way to many nodes. */
export const createHub = (namespace: Namespace): Hub => {
  const emit = (
    app: string,
    to: readonly string[],
    except: readonly string[],
    event: ServerEventName,
    payload: unknown,
  ): void => {
    // To no room at all would mean to everybody, for Socket.IO.
    if (to.length === 0) return;
    const unaware = EXTENSIONS.has(event) ? [legacyIn(app)] : [];
    namespace
      .to([...to])
      .except([...except, ...unaware])
      .emit(event, payload);
  };
  const everywhere = (app: string, users: readonly string[]): string[] =>
    users.flatMap((id) => {
      const user: Identity = { kind: 'user', id };
      return [sessionsOf(app, user), arrivalsOf(app, user)];
    });

  return {
    toIdentities(app, identities, event, payload, except) {
      const rooms = identities.map((identity) => sessionsOf(app, identity));
      // Every socket is alone in the room that has its own id.
      emit(app, rooms, except === undefined ? [] : [except], event, payload);
    },
    toRoom(app, room, event, payload, except) {
      emit(app, [roomName(app, room)], except === undefined ? [] : [sessionsOf(app, except)], event, payload);
    },
    toAll(app, event, payload, except = []) {
      const rooms = except.map((identity) => sessionsOf(app, identity));
      emit(app, [everybodyIn(app)], rooms, event, payload);
    },
    joinRoom(app, room, users) {
      if (users.length > 0) namespace.in(everywhere(app, users)).socketsJoin(roomName(app, room));
    },
    leaveRoom(app, room, users) {
      if (users.length > 0) namespace.in(everywhere(app, users)).socketsLeave(roomName(app, room));
    },
    closeRoom(app, room) {
      namespace.in(roomName(app, room)).socketsLeave(roomName(app, room));
    },
    end(app, identity, bye, except) {
      const spared = except === undefined ? [] : [except];
      emit(app, [sessionsOf(app, identity)], spared, 'bye', bye);
      namespace
        .in([sessionsOf(app, identity), arrivalsOf(app, identity)])
        .except(spared)
        .disconnectSockets(true);
    },
    sessions(app, identity) {
      return namespace.adapter.rooms.get(sessionsOf(app, identity))?.size ?? 0;
    },
  };
};
