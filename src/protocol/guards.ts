import type { Batch, Bye, Change, Read, ServerEventName, ServerEvents } from './events';
import {
  arrayOf,
  boolean,
  either,
  guardFrom,
  integer,
  object,
  oneOf,
  optional,
  record,
  string,
  sensible,
  where,
  type Guard,
} from './guard';
import type { Limits, LoginAnswer, LoginFailure, LoginSuccess, SessionToken } from './login';
import { Media, type Content } from './media';
import type { Ack, From, Message, PushShape, Refusal, Say, System, Yourself } from './messages';
import { PeerType, type Peer } from './peers';
import type { Gap, Position, SyncAnswer, SyncRequest } from './sync';

const peerTypes = oneOf(...Object.values(PeerType));

/**
 * Exact optional keys (`remark?: string`) and `optional()` (`string | undefined`) differ in the eyes of the compiler only: a
 * key that came by JSON is never present and undefined.
 */
const guardOf = <T>(guard: Guard<unknown>): Guard<T> => guard as Guard<T>;

/** The content of a message, with the body that its `media` asks for. */
export const contentGuard: Guard<Content> = (value) =>
  contentShape(value) ??
  ((value as Content).media === Media.Text ? textBody : urlBody)((value as Content).body);

const contentShape = object({ media: oneOf(...Object.values(Media)) });
const textBody: Guard<unknown> = (value) => prefixed('.body', string(value));
const urlBody: Guard<unknown> = (value) => prefixed('.body', either(arrayOf(string), string)(value));
const prefixed = (path: string, mismatch: string | undefined): string | undefined =>
  mismatch === undefined ? undefined : path + mismatch;

const peer = guardOf<Peer>(object({ id: string, type: optional(peerTypes) }));

const from: Guard<From> = (value) => {
  const mismatch = fromShape(value);
  if (mismatch !== undefined) return mismatch;
  const { type, gid } = value as { type: PeerType; gid?: unknown };
  return type === PeerType.Group || type === PeerType.Room ? prefixed('.gid', string(gid)) : undefined;
};
const fromShape = object({ id: string, type: peerTypes });

const spoken = { content: contentGuard, ts: integer, remark: optional(string), seq: optional(integer) };

const message = guardOf<Message>(object({ from, ...spoken }));
const yourself = guardOf<Yourself>(object({ to: peer, ...spoken, cid: optional(string) }));
const system = guardOf<System>(object(spoken));

/** How a notification is to look, as the server reads it. */
export const pushShapeGuard = /* @__PURE__ */ guardFrom<PushShape>(() =>
  object({
    enable: optional(boolean),
    sound: optional(string),
    badge: optional(integer),
    prefix: optional(string),
    suffix: optional(string),
    overwrite: optional(string),
    contentAvailable: optional(boolean),
  }),
);

/** A client's `say`, as the server reads it. */
export const sayGuard = /* @__PURE__ */ guardFrom<Say>(() =>
  object({
    to: peer,
    content: contentGuard,
    remark: optional(string),
    push: optional(pushShapeGuard),
    ack: optional(integer),
    cid: optional(
      where<string>('1 to 64 characters', (v) => typeof v === 'string' && v.length > 0 && v.length <= 64),
    ),
    after: optional(string),
  }),
);

const ack = guardOf<Ack>(
  object({
    ack: optional(integer),
    cid: optional(string),
    ts: integer,
    seq: optional(integer),
    dup: optional(oneOf(true)),
  }),
);
const refusal = guardOf<Refusal>(
  object({
    ack: optional(integer),
    cid: optional(string),
    error: integer,
    message: optional(string),
    retry: boolean,
  }),
);
const ackOrRefusal: Guard<Ack | Refusal> = (value) =>
  typeof value === 'object' && value !== null && 'error' in value ? refusal(value) : ack(value);

const limits = guardOf<Limits>(
  object({
    // A client waits for its turn, and must not wait for ever.
    say: object({ rate: sensible(0.001), burst: integer }),
    frame: integer,
    text: integer,
  }),
);

const loginSuccess = guardOf<LoginSuccess>(
  object({
    success: oneOf(true),
    id: string,
    token: optional(string),
    expiresIn: optional(integer),
    secret: optional(string),
    x: optional(integer),
    epoch: optional(string),
    limits: optional(limits),
  }),
);
const loginFailure = guardOf<LoginFailure>(
  object({ success: oneOf(false), error: integer, message: optional(string) }),
);
const login: Guard<LoginAnswer> = (value) =>
  object({ success: boolean })(value) ??
  ((value as LoginAnswer).success ? loginSuccess : loginFailure)(value);

const sessionToken: Guard<SessionToken> = object({ token: string, expiresIn: integer });
const bye = guardOf<Bye>(
  object({ reason: oneOf('restart', 'logout', 'slow', 'limit'), retryIn: optional(integer) }),
);

const change = guardOf<Change>(
  object({
    kind: oneOf('friend', 'group', 'room'),
    id: string,
    op: oneOf('added', 'removed', 'updated'),
    value: optional(record),
  }),
);

/** `read`, in both directions. */
export const readGuard: Guard<Read> = object({ conv: string, seq: integer });

/** What is in it is read event by event. */
const batch: Guard<Batch> = arrayOf(
  where('a pair [name, payload]', (value) => Array.isArray(value) && typeof value[0] === 'string'),
);

/** One guard a server event. */
export const serverEventGuards: { readonly [Name in ServerEventName]: Guard<ServerEvents[Name]> } = {
  login,
  message,
  yourself,
  sys: system,
  online: string,
  offline: string,
  online_x: string,
  offline_x: string,
  ack: ackOrRefusal,
  token: sessionToken,
  resync: guardOf(record),
  bye,
  change,
  read: readGuard,
  batch,
};

const position = where<Position>(
  'a pair [seq, tag]',
  (value) => Array.isArray(value) && value.length === 2 && value.every((part) => Number.isSafeInteger(part)),
);
const cursor: Guard<SyncAnswer['cursor']> = (value) => {
  const mismatch = record(value);
  if (mismatch !== undefined) return mismatch;
  for (const [key, at] of Object.entries(value as object)) {
    const wrong = position(at);
    if (wrong !== undefined) return `[${JSON.stringify(key)}]${wrong}`;
  }
  return undefined;
};

/** Body of a sync request, as the server reads it. */
export const syncRequestGuard = /* @__PURE__ */ guardFrom<SyncRequest>(() =>
  object({
    cursor: either(
      where<null>('null', (value) => value === null),
      cursor,
    ),
    after: optional(string),
    upTo: optional(string),
    limit: optional(integer),
  }),
);

const missed = where<SyncAnswer['messages'][number]['event']>(
  '["message" or "yourself" or "sys", payload]',
  (value) =>
    Array.isArray(value) &&
    ((value[0] === 'message' && message(value[1]) === undefined) ||
      (value[0] === 'yourself' && yourself(value[1]) === undefined) ||
      (value[0] === 'sys' && system(value[1]) === undefined)),
);
const gap = guardOf<Gap>(object({ conv: string, from: integer, to: integer, reset: optional(oneOf(true)) }));

/** Answer to a sync request, as the client reads it. */
export const syncAnswerGuard = guardOf<SyncAnswer>(
  object({
    messages: arrayOf(object({ conv: string, event: missed })),
    cursor,
    lost: optional(arrayOf(gap)),
    more: boolean,
  }),
);
