import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Has no window of its own to draw, and opens pages in half the time; it knows no notifications. */
const SHELL = 'chromium-headless-shell';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** The Chromium to test in: that of the environment variable `CHROMIUM`, or the first of the usual names in `PATH`; `whole`: with all that a browser has. */
export const findChromium = ({ whole = false } = {}): string | undefined => {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const folders = PATH.split(delimiter);
  return [...(whole ? [] : [SHELL]), ...NAMES]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
