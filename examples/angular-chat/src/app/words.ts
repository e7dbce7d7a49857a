import { isImError } from 'rxim';

/** What went wrong, as a sentence for people. */
export const wordsFor = (error: unknown): string => {
  // Anything else comes from the browser: a part of the page that it could not load.
  const words = isImError(error) ? error.message : 'There is no connection';
  return words.charAt(0).toUpperCase() + words.slice(1);
};
