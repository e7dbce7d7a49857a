import { isObject } from './is-object';
import { isBot, type Action, type Lobby } from './lobby';
import type { Rules } from './rules';

const isSeat = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['player'] === 'string' &&
  Number.isInteger(value['wins']) &&
  ['bot', 'ready', 'away'].every((name) => typeof value[name] === 'boolean');

const PHASES = ['open', 'countdown', 'playing', 'over'];

const isPhase = (value: unknown): boolean =>
  isObject(value) &&
  PHASES.includes(String(value['name'])) &&
  (value['name'] !== 'countdown' || Number.isInteger(value['left']));

/** What is said in a room, and what its attributes are, anybody in it may have written: only what has the right shape is read. */
export const createReader = <Game, Move>(rules: Rules<Game, Move>) => ({
  lobby: (value: unknown): Lobby<Game> | undefined => {
    const sound =
      isObject(value) &&
      Number.isSafeInteger(value['term']) &&
      Number.isSafeInteger(value['rev']) &&
      Number.isSafeInteger(value['games']) &&
      typeof value['host'] === 'string' &&
      Array.isArray(value['seats']) &&
      value['seats'].length <= rules.seats &&
      value['seats'].every(isSeat) &&
      isPhase(value['phase']) &&
      (value['game'] === null || rules.isGame(value['game']));
    return sound ? (value as unknown as Lobby<Game>) : undefined;
  },

  action: (body: unknown): Action<Move> | undefined => {
    const value = parsed(body);
    if (!isObject(value)) return undefined;
    const { type, ready, move, bot } = value;
    if (type === 'ready' && typeof ready === 'boolean') return { type, ready };
    if (type === 'move' && rules.isMove(move)) return { type, move };
    if ((type === 'add-bot' || type === 'remove-bot') && typeof bot === 'string' && isBot(bot))
      return { type, bot };
    return undefined;
  },
});

/** JSON; anything else is nothing. */
export const parsed = (body: unknown): unknown => {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
};
