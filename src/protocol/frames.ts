import { expected, object, string, read, sensible, MismatchError } from './guard';

/** The namespace that everything happens in. */
export const NAMESPACE = '/chat';
/** The path of the Socket.IO endpoint. */
export const PATH = '/socket.io/';

/** What of Engine.IO's `open` packet matters to a client: times in milliseconds. */
export interface Handshake {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

/** Everything that a server may send in one text frame (Engine.IO 4 around Socket.IO 5). */
export type Packet =
  | { readonly type: 'open'; readonly handshake: Handshake }
  | { readonly type: 'close' }
  | { readonly type: 'ping' }
  | { readonly type: 'noop' }
  | { readonly type: 'connect' }
  | { readonly type: 'disconnect' }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'event'; readonly name: string; readonly payload: unknown };

const EVENT = `42${NAMESPACE},`;
const CONNECT = `40${NAMESPACE}`;
const DISCONNECT = `41${NAMESPACE}`;
const REFUSED = `44${NAMESPACE},`;

/** Timers go off at once with less, and with more than 24 days: a client would come back without end. */
const interval = sensible(1);
const handshake = object<Handshake>({ pingInterval: interval, pingTimeout: interval });
const refusedBody = object({ message: string });

const json = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new MismatchError(name + expected('JSON', text));
  }
};

const decodeEvent = (text: string): Packet => {
  const body = json(text.slice(EVENT.length), 'event');
  if (!Array.isArray(body) || typeof body[0] !== 'string')
    throw new MismatchError(`event${expected('an array that begins with a name', body)}`);
  return { type: 'event', name: body[0], payload: body[1] as unknown };
};

/** Reads one text frame from a server; throws a `MismatchError` that says what it expected. */
export const decodePacket = (frame: unknown): Packet => {
  const text = read(string, frame, 'frame');
  if (text.startsWith(EVENT)) return decodeEvent(text);
  switch (text.charAt(0)) {
    case '0':
      return { type: 'open', handshake: read(handshake, json(text.slice(1), 'open'), 'open') };
    case '1':
      return { type: 'close' };
    case '2':
      return { type: 'ping' };
    case '6':
      return { type: 'noop' };
    case '4':
      if (text.startsWith(CONNECT)) return { type: 'connect' };
      if (text.startsWith(DISCONNECT)) return { type: 'disconnect' };
      if (text.startsWith(REFUSED)) {
        const { message } = read(refusedBody, json(text.slice(REFUSED.length), 'refusal'), 'refusal');
        return { type: 'refused', message };
      }
  }
  throw new MismatchError(`frame${expected(`a packet of ${NAMESPACE}`, text)}`);
};

/** Answer to a ping of Engine.IO. */
export const PONG = '3';

/** Asks to enter the namespace, with the login in the payload. */
export const encodeConnect = (auth: object): string => `${CONNECT},${JSON.stringify(auth)}`;

/** Leaves the namespace: the server ends the session. */
export const encodeDisconnect = (): string => `${DISCONNECT},`;

/** An event as a frame of Socket.IO. */
export const encodeEvent = (name: string, payload: unknown): string =>
  EVENT + JSON.stringify([name, payload]);

/** Frames of events as one frame of a `batch`: nothing is encoded twice. */
export const encodeBatch = (frames: readonly string[]): string =>
  `${EVENT}["batch",[${frames.map((frame) => frame.slice(EVENT.length)).join()}]]`;
