import { ErrorCode } from 'rxim/protocol';
import { Failure } from '../failure';

type Bytes = AsyncIterable<Uint8Array>;

/** Passes on at most `size` bytes; one more is a failure. */
export async function* atMost(content: Bytes, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  for await (const chunk of content) {
    left -= chunk.byteLength;
    if (left < 0) throw new Failure(ErrorCode.FileTooLarge, `the file is larger than ${size} bytes`);
    yield chunk;
  }
}

/** The first bytes of a stream, at least `size` of them if there are so many, and the whole of it again. */
export const peek = async (content: Bytes, size: number): Promise<{ head: Uint8Array; whole: Bytes }> => {
  const chunks = content[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < size) {
    const chunk = await chunks.next();
    if (chunk.done === true) break;
    head = Buffer.concat([head, chunk.value]);
  }
  return { head, whole: joined(head, chunks) };
};

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.byteLength > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    await rest.return?.();
  }
}
