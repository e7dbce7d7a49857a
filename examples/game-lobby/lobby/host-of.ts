import type { Lobby } from './lobby';

/**
 * Who has to be the host, as everybody can tell from the room alone: who is the host as long as it is there; then the first
 * of the players who are there; then whoever is there longest.
 */
export const hostOf = <Game>({ host, seats }: Lobby<Game>, online: readonly string[]): string | undefined => {
  if (online.includes(host)) return host;
  return seats.find(({ player }) => online.includes(player))?.player ?? online[0];
};
