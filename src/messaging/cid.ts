/**
 * Mints ids that no other message of this sender has: 96 random bits, which need no memory of what was minted before.
 */
export const mintCid = (random: () => number): string => {
  const half = (): string => Math.floor(random() * 2 ** 48).toString(36);
  return half() + half();
};
