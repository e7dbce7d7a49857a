import type { Lobby } from './lobby';

/**
 * Which of two states is the later one, for everybody the same: the later host's; of two who became the host at the same
 * moment the one whose id comes first; of one host's the later one. What a host writes that has been succeeded is older.
 */
export const isNewer = <Game>(one: Lobby<Game>, other: Lobby<Game>): boolean => {
  if (one.term !== other.term) return one.term > other.term;
  if (one.host !== other.host) return one.host < other.host;
  return one.rev > other.rev;
};

/** The host whose turn this is knows nothing of this state: somebody else wrote over it. */
export const isOfOtherHost = <Game>(seen: Lobby<Game>, mine: Lobby<Game>): boolean =>
  seen.term !== mine.term || seen.host !== mine.host;
