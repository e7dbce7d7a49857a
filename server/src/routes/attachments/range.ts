import type { ByteRange } from '../../ports/blobs';

/** `undefined`: the whole file. `unsatisfiable`: the range begins behind the end of it. */
export type RequestedRange = ByteRange | 'unsatisfiable' | undefined;

/**
 * The part of a file that a `Range` header asks for (RFC 9110, section 14). Anything but one range of bytes is answered with
 * the whole file, as the RFC allows: several at once serve nobody who plays a video.
 */
export const rangeOf = (header: string | undefined, size: number): RequestedRange => {
  const [, first = '', last = ''] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Number(last);
    return length === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start < size ? { start, end } : 'unsatisfiable';
};
