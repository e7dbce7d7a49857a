import { forkJoin, lastValueFrom, tap, timeout } from 'rxjs';
import { match, type MatchOptions, type MatchResult } from './match';
import type { Player } from './player';
import { chapter, drawn, say } from './print';

/** A match that nothing is heard of for so long has no players any more: milliseconds. */
const PATIENCE = 120_000;

const pairsOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length === 0 ? [] : [all.slice(0, 2), ...pairsOf(all.slice(2))];

const titleOf = (left: number): string =>
  left <= 2 ? 'The final' : left <= 4 ? 'Semi-finals' : `${left} players`;

const tell = ({ winner, loser, lobby: { phase, game } }: MatchResult): void => {
  const left = phase.name === 'over' && phase.how === 'left';
  say(
    winner.name,
    left ? `goes on: ${loser.name} left` : `beats ${loser.name} in ${game?.columns.length ?? 0} moves`,
  );
};

/** All matches of a round at the same time, round after round, until one player is left. Throws if a match comes to no end. */
export const knockout = async (players: readonly Player[], options: MatchOptions): Promise<MatchResult> => {
  chapter(titleOf(players.length));
  const pairs = pairsOf(players);
  // Without a partner one goes on without a match.
  const alone = pairs.flatMap(([one, other]) => (one && !other ? [one] : []));
  for (const { name } of alone) say(name, 'has no partner and goes on');
  const matches = pairs.flatMap(([home, guest]) => {
    if (!home || !guest) return [];
    say(home.name, `plays ${guest.name}`);
    return [match(home, guest, options).pipe(timeout({ each: PATIENCE }), tap(tell))];
  });
  const results = await lastValueFrom(forkJoin(matches));
  const [first] = results;
  if (!first) throw new Error('A knockout needs two players');
  if (results.length === 1 && alone.length === 0) {
    if (first.lobby.game) console.log(`\n${drawn(first.lobby.game)}`);
    return first;
  }
  // Who is out is not needed any more.
  await Promise.all(results.map(({ loser }) => loser.im.close()));
  return knockout([...results.map(({ winner }) => winner), ...alone], options);
};
