import {
  decodePacket,
  MismatchError,
  read,
  serverEventGuards,
  type Guard,
  type Packet,
  type ServerEvent,
} from '../protocol';

/** A frame of the server after its payload was checked. */
export type Frame = Exclude<Packet, { readonly type: 'event' }> | ({ readonly type: 'event' } & ServerEvent);

const NOOP: Frame = { type: 'noop' };

/** Reads one frame, or throws a `MismatchError`. An event of a newer server, which has no guard, is nothing to this client. */
export const readFrame = (data: unknown): Frame => {
  if (typeof data !== 'string') throw new MismatchError('frame expected text, got binary data');
  const packet = decodePacket(data);
  if (packet.type !== 'event') return packet;
  if (!Object.prototype.hasOwnProperty.call(serverEventGuards, packet.name)) return NOOP;
  const guard = serverEventGuards[packet.name as ServerEvent['name']] as Guard<unknown>;
  read(guard, packet.payload, packet.name);
  return packet as Frame;
};
