import { isBot } from '../lobby/lobby';

/** What a player is called: `bot:1` is Bot 1. */
export const called = (player: string): string =>
  isBot(player) ? `Bot ${player.slice('bot:'.length)}` : player;
