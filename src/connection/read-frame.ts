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

/** Whether this client knows such an event; throws a `MismatchError` if it does, but not such a payload. */
export const knows = (name: string, payload: unknown): boolean => {
  const guard = GUARDS.get(name);
  if (guard) read<unknown>(guard, payload, name);
  return guard !== undefined;
};

/** Reads one frame, or throws a `MismatchError`. An event of a newer server, which has no guard, is nothing to this client. */
export const readFrame = (data: unknown): Frame => {
  if (typeof data !== 'string') throw new MismatchError('frame expected text, got binary data');
  const packet = decodePacket(data);
  return packet.type === 'event' && !knows(packet.name, packet.payload) ? NOOP : (packet as Frame);
};
