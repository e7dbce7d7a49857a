import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares secrets in a time that tells nothing about where they differ, nor about their length. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** Whether `sign`, `md5(ts + key) + "," + ts`, was made with this key. Clients of 2016 sign once, so `ts` has no age. */
export const signedWith = (key: string, sign: string): boolean => {
  const [, hash, ts] = /^([0-9a-f]{32}),(\d{1,16})$/i.exec(sign) ?? [];
  if (hash === undefined || ts === undefined) return false;
  return sameSecret(
    hash.toLowerCase(),
    createHash('md5')
      .update(ts + key)
      .digest('hex'),
  );
};
