import type { Batch, Bye, Change, Read, ServerEventName, ServerEvents } from './events';
import {
  arrayOf,
  at,
  boolean,
  either,
  fields,
  guardFrom,
  integer,
  object,
  oneOf,
  optional,
  record,
  string,
  sensible,
  where,
  type Fields,
  type Guard,
} from './guard';
import type { Limits, LoginAnswer, LoginFailure, LoginSuccess, SessionToken } from './login';
import { Media, type Content } from './media';
import type { Ack, From, Message, PushShape, Refusal, Say, System, Yourself } from './messages';
import { PeerType, type Peer } from './peers';
import type { Gap, Missed, Position, SyncAnswer, SyncRequest } from './sync';

// By name: with the values of the tables, bundles would have the tables.
const media = oneOf(Media.Text, Media.Image, Media.Audio, Media.Video);
const peerType = oneOf(PeerType.Friend, PeerType.Group, PeerType.Room, PeerType.Guest, PeerType.Stranger);
const urls = either(arrayOf(string), string);
const optionalString = optional(string);
const optionalInteger = optional(integer);

/** The content of a message, with the body that its `media` asks for. */
export const contentGuard = fields<Content>(
  (content) =>
    at('media', media(content['media'])) ??
    at('body', (content['media'] === Media.Text ? string : urls)(content['body'])),
);

const peer = object<Peer>({ id: string, type: optional(peerType) });

const from = fields<From>(
  ({ id, type, gid }) =>
    at('id', string(id)) ??
    at('type', peerType(type)) ??
    (type === PeerType.Group || type === PeerType.Room ? at('gid', string(gid)) : undefined),
);

const spoken = ({ content, ts, remark, seq }: Fields): string | undefined =>
  at('content', contentGuard(content)) ??
  at('ts', integer(ts)) ??
  at('remark', optionalString(remark)) ??
  at('seq', optionalInteger(seq));

const message = fields<Message>((value) => at('from', from(value['from'])) ?? spoken(value));
const yourself = fields<Yourself>(
  (value) => at('to', peer(value['to'])) ?? spoken(value) ?? at('cid', optionalString(value['cid'])),
);
const system = fields<System>(spoken);

/** How a notification is to look, as the server reads it. */
export const pushShapeGuard = /* @__PURE__ */ guardFrom<PushShape>(() =>
  object<PushShape>({
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
  object<Say>({
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

const ack = object<Ack>({
  ack: optional(integer),
  cid: optional(string),
  ts: integer,
  seq: optional(integer),
  dup: optional(oneOf(true)),
});
const refusal = object<Refusal>({
  ack: optional(integer),
  cid: optional(string),
  error: integer,
  message: optional(string),
  retry: boolean,
});
const ackOrRefusal = fields<Ack | Refusal>((value) => ('error' in value ? refusal : ack)(value));

const limits = object<Limits>({
  // A client waits for its turn, and must not wait for ever.
  say: object({ rate: sensible(0.001), burst: integer }),
  frame: integer,
  text: integer,
});

const loginSuccess = object<LoginSuccess>({
  success: oneOf(true),
  id: string,
  token: optional(string),
  expiresIn: optional(integer),
  secret: optional(string),
  x: optional(integer),
  epoch: optional(string),
  limits: optional(limits),
});
const loginFailure = object<LoginFailure>({
  success: oneOf(false),
  error: integer,
  message: optional(string),
});
const login = fields<LoginAnswer>(
  (value) =>
    at('success', boolean(value['success'])) ?? (value['success'] ? loginSuccess : loginFailure)(value),
);

const sessionToken: Guard<SessionToken> = object({ token: string, expiresIn: integer });
const bye = object<Bye>({ reason: oneOf('restart', 'logout', 'slow', 'limit'), retryIn: optional(integer) });

const change = object<Change>({
  kind: oneOf('friend', 'group', 'room'),
  id: string,
  op: oneOf('added', 'removed', 'updated'),
  value: optional(record),
});

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
  resync: record as Guard<unknown> as Guard<ServerEvents['resync']>,
  bye,
  change,
  read: readGuard,
  batch,
};

const position = where<Position>(
  'a pair [seq, tag]',
  (value) => Array.isArray(value) && value.length === 2 && value.every((part) => Number.isSafeInteger(part)),
);
const cursor = fields<SyncAnswer['cursor']>((value) => {
  for (const [key, place] of Object.entries(value)) {
    const mismatch = position(place);
    if (mismatch !== undefined) return `[${JSON.stringify(key)}]${mismatch}`;
  }
  return undefined;
});

/** Body of a sync request, as the server reads it. */
export const syncRequestGuard = /* @__PURE__ */ guardFrom<SyncRequest>(() =>
  object<SyncRequest>({
    cursor: either(
      where<null>('null', (value) => value === null),
      cursor,
    ),
    after: optional(string),
    upTo: optional(string),
    limit: optional(integer),
  }),
);

const missed = where<Missed>(
  '["message" or "yourself" or "sys", payload]',
  (value) =>
    Array.isArray(value) &&
    ['message', 'yourself', 'sys'].includes(value[0] as string) &&
    serverEventGuards[value[0] as Missed[0]](value[1]) === undefined,
);
const gap = object<Gap>({ conv: string, from: integer, to: integer, reset: optional(oneOf(true)) });

/** Answer to a sync request, as the client reads it. */
export const syncAnswerGuard = object<SyncAnswer>({
  messages: arrayOf(object({ conv: string, event: missed })),
  cursor,
  lost: optional(arrayOf(gap)),
  more: boolean,
});
