import { receiverKey, senderOf, type Message } from '../protocol';
import type { Draft } from './send';

/**
 * Whom an answer to a message goes to, and the id to send it under: the same one in every process, so that what is answered
 * again after a crash is stored once. Several answers to one message each want a `name` of their own.
 *
 * ```ts
 * im.send({ ...answerTo(message), content: text('Noted.') });
 * ```
 */
export const answerTo = (message: Message, name = ''): Required<Pick<Draft, 'to' | 'cid'>> => {
  const to = senderOf(message);
  return { to, cid: short(`re/${receiverKey(to)}/${message.seq ?? message.ts}/${name}`) };
};

/** As long as a `cid` may be. */
const CID_LENGTH = 64;

/** Readable where it fits, and 128 bits of hash where not. */
const short = (id: string): string =>
  id.length <= CID_LENGTH ? id : `re/${SEEDS.map((seed) => fnv1a(id, seed)).join('')}`;

const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];

/** FNV-1a, 32 bits of it, as eight hex digits. */
const fnv1a = (text: string, seed: number): string => {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
};
