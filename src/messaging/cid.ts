/**
 * Mints ids that no other message of this sender has: 96 random bits, which need no memory of what was minted before.
 */
export const mintCid = (random: () => number): string => {
  let cid = '';
  while (cid.length < 16) cid += ALPHABET.charAt(Math.floor(random() * 64));
  return cid;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
