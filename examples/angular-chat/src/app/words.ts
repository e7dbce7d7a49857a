/** What went wrong, as a sentence for people. */
export const wordsFor = (error: unknown): string => {
  const words = error instanceof Error ? error.message : String(error);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
