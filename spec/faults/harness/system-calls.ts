/** What a trace of the server's system calls says of some messages. */
export interface Seen {
  /** Those whose way to the database was seen. */
  readonly written: number;
  readonly acked: number;
  /** Those whose ack left before a sync of the disk that began after they were written. */
  readonly premature: readonly string[];
}

/** Reads what `strace -f` wrote. */
export const prematureAcks = (trace: string, cids: readonly string[]): Seen => {
  const writtenAt = new Map<string, number>();
  const ackedAt = new Map<string, number>();
  const syncs: { readonly began: number; readonly ended: number }[] = [];
  const beginnings = new Map<string, number>();
  for (const [at, line] of trace.split('\n').entries()) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (/^f(data)?sync\(/.test(call)) beginnings.set(thread, at);
    if (/^(f(data)?sync\(\d+|<\.\.\. f(data)?sync resumed>)\)\s+= 0/.test(call)) {
      syncs.push({ began: beginnings.get(thread) ?? at, ended: at });
    }
    const isAck = call.includes('[\\"ack\\"');
    const isFile = call.startsWith('pwrite');
    if (!isAck && !isFile) continue;
    for (const cid of cids) {
      const times = isFile ? writtenAt : ackedAt;
      if (!times.has(cid) && call.includes(cid)) times.set(cid, at);
    }
  }
  const isPremature = (cid: string): boolean => {
    const written = writtenAt.get(cid) ?? Infinity;
    return !syncs.some(({ began, ended }) => began > written && ended < (ackedAt.get(cid) ?? 0));
  };
  return { written: writtenAt.size, acked: ackedAt.size, premature: cids.filter(isPremature) };
};
