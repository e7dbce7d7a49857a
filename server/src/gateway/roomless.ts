import type { Namespace, Server, ServerOptions } from 'socket.io';

type AdapterClass = new (namespace: Namespace) => Namespace['adapter'];

/** Has Socket.IO keep no rooms. Topics have taken their place, and each socket would have one of its own, with two sets. */
export const keepNoRooms = (io: Server): void => {
  const Stock = io.adapter() as AdapterClass;
  class Roomless extends Stock {
    override addAll(): void {
      // Nobody is in any.
    }
  }
  io.adapter(Roomless as unknown as ServerOptions['adapter']);
};
