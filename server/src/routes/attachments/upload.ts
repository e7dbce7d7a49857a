import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ErrorCode } from 'rxim/protocol';
import { Failure, invalid } from '../../services/failure';
import type { Attachments, Stored } from '../../services/attachments/attachments';

/** Where forms carry the file; the second is that of SDK 3.x. */
const FIELDS: ReadonlySet<string> = new Set(['attachment', 'userfile']);

/** A file and a few fields that nobody reads. */
export const FORM_LIMITS = { files: 1, fields: 8, parts: 16, fieldSize: 1024, headerPairs: 32 } as const;

const tooLarge = (size: number): Failure =>
  new Failure(ErrorCode.FileTooLarge, `the file is larger than ${size} bytes`);

/** The parser ends a file that is too large as if it were whole. */
async function* whole({ file }: MultipartFile, size: number): AsyncGenerator<Uint8Array> {
  yield* file as AsyncIterable<Uint8Array>;
  if (file.truncated) throw tooLarge(size);
}

/** A form that cannot be read, or whose sender went away, is no failure of the server. */
const failureOf = (error: unknown): unknown =>
  error instanceof Error && error.name === 'Failure' ? error : error;

/** Keeps the file of a form; when this rejects, nothing of it is left. */
export const receive = async (
  request: FastifyRequest,
  attachments: Attachments,
  { app, size }: { readonly app: string; readonly size: number },
): Promise<Stored> => {
  let stored: Stored | undefined;
  try {
    for await (const part of request.parts({ limits: { ...FORM_LIMITS, fileSize: size } })) {
      if (part.type !== 'file') continue;
      if (!FIELDS.has(part.fieldname)) throw invalid('form expected the file in the field attachment');
      stored = await attachments.store(app, whole(part, size));
    }
  } catch (error) {
    if (stored) await attachments.discard(app, stored);
    throw failureOf(error);
  }
  if (stored === undefined) throw invalid('form expected a file in the field attachment');
  return stored;
};
