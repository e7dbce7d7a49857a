import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder on disk for as long as `use` needs it. */
export const inFolder = async (use) => {
  const folder = mkdtempSync(join(tmpdir(), 'rxim-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
