import {
  decodePacket,
  MismatchError,
  read,
  serverEventGuards,
  type Packet,
  type ServerEvent,
} from '../protocol';

/** A frame of the server after its payload was checked. */
export type Frame = Exclude<Packet, { readonly type: 'event' }> | ({ readonly type: 'event' } & ServerEvent);

const NOOP: Frame = { type: 'noop' };
/** Not the object itself: an event may be called `constructor`. */
const GUARDS = new Map(Object.entries(serverEventGuards));

/** Reads one event, or throws a `MismatchError`. One of a newer server, which has no guard, is nothing to this client. */
export const readEvent = (name: string, payload: unknown): ServerEvent | undefined => {
  const guard = GUARDS.get(name);
  if (!guard) return undefined;
  read<unknown>(guard, payload, name);
  return { name, payload } as ServerEvent;
};

/** Reads one frame, or throws a `MismatchError`. */
export const readFrame = (data: unknown): Frame => {
  if (typeof data !== 'string') throw new MismatchError('frame expected text, got binary data');
  const packet = decodePacket(data);
  if (packet.type !== 'event') return packet;
  const event = readEvent(packet.name, packet.payload);
  return event ? { type: 'event', ...event } : NOOP;
};
