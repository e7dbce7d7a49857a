import { group, user } from 'rxim';
import { pick, type Random } from '../../support/random';
import type { RecordedClient } from './recorded-client';

/** Somebody says something to somebody else, or to all. */
export const chat = (random: Random, clients: readonly RecordedClient[], gid: string): void => {
  const speaker = pick(random, clients);
  const other = pick(random, clients);
  speaker.say(other.by.user === speaker.by.user ? group(gid) : user(other.by.user));
};
