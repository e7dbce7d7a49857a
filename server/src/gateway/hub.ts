import type { Identity, ServerEventName } from 'rxim/protocol';
import type { Namespace } from 'socket.io';
import type { Hub } from '../ports/hub';
import type { Batches, Target } from './batches';
import { arrivalsOf, everybodyIn, legacyIn, roomName, sessionsOf } from './names';

/** Events that clients of 2016 must never see. */
const EXTENSIONS: ReadonlySet<ServerEventName> = new Set(['resync', 'bye', 'change', 'read']);

/** Events that come in masses, and may share a frame. */
const MANY: ReadonlySet<ServerEventName> = new Set(['message', 'yourself', 'sys']);

/** Sessions by Socket.IO's rooms: it encodes a broadcast once, and its adapters are the way to many nodes. */
export const createHub = (namespace: Namespace, batches: Batches): Hub => {
  const emit = (
    app: string,
    { rooms, except, reach }: Target,
    event: ServerEventName,
    payload: unknown,
  ): void => {
    // To no room at all would mean to everybody, for Socket.IO.
    if (rooms.length === 0) return;
    if (MANY.has(event)) {
      batches.add({ rooms, except, ...(reach && { reach }) }, event, payload);
      return;
    }
    batches.settle();
    const unaware = EXTENSIONS.has(event) ? [legacyIn(app)] : [];
    namespace
      .to([...rooms])
      .except([...except, ...unaware])
      .emit(event, payload);
  };
  const isAlone = (room: string, id: string): boolean => {
    const sockets = namespace.adapter.rooms.get(room);
    return sockets?.size === 1 && sockets.has(id);
  };
  const everywhere = (app: string, users: readonly string[]): string[] =>
    users.flatMap((id) => {
      const user: Identity = { kind: 'user', id };
      return [sessionsOf(app, user), arrivalsOf(app, user)];
    });

  return {
    toIdentities(app, identities, event, payload, except) {
      const names = identities.map((identity) => sessionsOf(app, identity));
      // Most have one session and no other.
      const rooms = except === undefined ? names : names.filter((name) => !isAlone(name, except));
      // Every socket is alone in the room that has its own id.
      emit(app, { rooms, except: except === undefined ? [] : [except], reach: names }, event, payload);
    },
    toRoom(app, room, event, payload, except) {
      const spared = except === undefined ? [] : [sessionsOf(app, except)];
      emit(app, { rooms: [roomName(app, room)], except: spared }, event, payload);
    },
    toAll(app, event, payload, except = []) {
      const rooms = except.map((identity) => sessionsOf(app, identity));
      emit(app, { rooms: [everybodyIn(app)], except: rooms }, event, payload);
    },
    joinRoom(app, room, users) {
      batches.settle();
      if (users.length > 0) namespace.in(everywhere(app, users)).socketsJoin(roomName(app, room));
    },
    leaveRoom(app, room, users) {
      batches.settle();
      if (users.length > 0) namespace.in(everywhere(app, users)).socketsLeave(roomName(app, room));
    },
    closeRoom(app, room) {
      batches.settle();
      namespace.in(roomName(app, room)).socketsLeave(roomName(app, room));
    },
    end(app, identity, bye, except) {
      const spared = except === undefined ? [] : [except];
      emit(app, { rooms: [sessionsOf(app, identity)], except: spared }, 'bye', bye);
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
