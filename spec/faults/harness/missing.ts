/** `it`, where the machine has what a spec needs; else it says so in a line and skips, and in CI it fails. */
export const tellWhatIsMissing = (isThere: boolean, what: string): jest.It => {
  if (isThere) return it;
  if (process.env['CI'] !== undefined) throw new Error(`This machine lacks ${what}`);
  console.warn(`skipped, for this machine lacks ${what}`);
  return it.skip;
};
