import {
  BATCHES,
  ErrorCode,
  EXTENSIONS,
  type Limits as AnnouncedLimits,
  type LoginAnswer,
} from 'rxim/protocol';
import type { Socket } from 'socket.io';
import type { Caller } from '../services/caller';
import type { Config, Context } from '../services/context';
import { Failure, notPermitted } from '../services/failure';
import type { Authenticators } from '../services/login/authenticator';
import { logIn } from '../services/login/log-in';
import { refusedFor } from '../services/refusal';
import { authOf, forgetHandshake } from './auth';
import { addressOf } from './connection';
import { arrivalsOf, everybodyIn, roomName, sessionsOf } from './names';
import type { Outlet, Understanding } from './outlet';
import { SocketSession } from './socket-session';
import type { Topics } from './topics';

export type ArrivalContext = Pick<Context, 'config' | 'store' | 'hub' | 'tokens' | 'log'> & {
  readonly authenticators: Authenticators;
  readonly topics: Topics;
  /** Opens the way to a client whose credentials are good; it is taken out of all topics when its socket disconnects. */
  readonly openOutlet: (socket: Socket, understanding: Understanding) => Outlet;
};

/** What clients understand, once for all. */
const UNDERSTANDING = {
  standard: { extended: false, batches: false },
  extended: { extended: true, batches: false },
  batches: { extended: true, batches: true },
} as const satisfies Record<string, Understanding>;

/** Where rates are not enforced, clients need not pace themselves. */
const UNLIMITED = { rate: 1_000_000, burst: 1_000_000 };

const announced = ({ limits, rateLimits }: Config): AnnouncedLimits => ({
  say: rateLimits ? { rate: limits.sayRate, burst: limits.sayBurst } : UNLIMITED,
  frame: limits.frameSize,
  text: limits.textSize,
});

/** Logs a socket in; resolves with its session, or with nothing if it was refused or went away meanwhile. */
export const arrive = async (socket: Socket, context: ArrivalContext): Promise<SocketSession | undefined> => {
  try {
    return await admit(socket, context);
  } catch (error) {
    socket.emit('login', failureOf(error, context));
    socket.disconnect(true);
    return undefined;
  }
};

const admit = async (socket: Socket, context: ArrivalContext): Promise<SocketSession | undefined> => {
  const { config, store, hub, tokens, authenticators, topics } = context;
  const address = addressOf(socket.request, config.trustProxy);
  const loggedIn = await logIn(authOf(socket.handshake), config, authenticators, address);
  const { app, identity, install, secret, extended, extensions } = loggedIn;
  forgetHandshake(socket);
  if (!socket.connected) return undefined;
  const outlet = context.openOutlet(
    socket,
    UNDERSTANDING[extensions >= BATCHES ? 'batches' : extended ? 'extended' : 'standard'],
  );
  topics.add(outlet);

  // From here on changes of membership concern this socket, though it hears nothing before its login is answered.
  const arrivals = arrivalsOf(app.id, identity);
  topics.subscribe(outlet, arrivals);
  const isUser = identity.kind === 'user';
  if (isUser && install !== undefined) await store.users.addInstall(app.id, identity.id, install);
  const rooms = isUser ? await store.rooms.of(app.id, identity.id) : [];
  const generation = await store.sessions.generation(app.id, identity);
  // What ended this user's sessions since the credentials were looked at has missed this one.
  if (loggedIn.generation !== undefined && loggedIn.generation !== generation)
    throw notPermitted('the credentials are not good any more');
  if (await store.sessions.isBanned(app.id, identity)) throw notPermitted('banned');
  const caller: Caller = { app: app.id, identity, session: { id: socket.id, generation } };
  const token = await tokens.issue(caller);
  if (config.rateLimits && hub.sessions(app.id, identity) >= config.limits.connectionsPerUser)
    throw new Failure(ErrorCode.TooManyRequests, 'too many connections of this user');
  if (!topics.has(outlet)) return undefined;

  const answer: LoginAnswer = {
    success: true,
    id: identity.id,
    ...token,
    ...(secret !== undefined && { secret }),
    ...(extended && { x: Math.min(extensions, EXTENSIONS) }),
    epoch: store.epoch,
    limits: announced(config),
  };
  // In one go: no message comes before the answer, and none is missed after it.
  socket.emit('login', answer);
  topics.unsubscribe(outlet, arrivals);
  topics.subscribe(outlet, sessionsOf(app.id, identity));
  topics.subscribe(outlet, everybodyIn(app.id));
  for (const room of rooms) topics.subscribe(outlet, roomName(app.id, room));
  if (rooms.length > 0) {
    leaveStale(outlet, context, app.id, identity.id, rooms).catch((error: unknown) =>
      context.log.error({ err: error }, 'rooms could not be read again'),
    );
  }
  return new SocketSession(outlet, loggedIn, caller, topics);
};

/** The user may have left a room after the list was read and before the socket entered it. */
const leaveStale = async (
  outlet: Outlet,
  { store, topics }: ArrivalContext,
  app: string,
  user: string,
  entered: readonly string[],
): Promise<void> => {
  const rooms = new Set(await store.rooms.of(app, user));
  for (const room of entered) if (!rooms.has(room)) topics.unsubscribe(outlet, roomName(app, room));
};

const failureOf = (error: unknown, { log }: ArrivalContext): LoginAnswer => {
  const { code, message } = refusedFor(error, log);
  return { success: false, error: code, message };
};
