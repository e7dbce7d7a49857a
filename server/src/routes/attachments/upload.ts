import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ErrorCode } from 'rxim/protocol';
import { Failure, invalid } from '../../services/failure';
import type { Attachments, Stored } from '../../services/attachments/attachments';

/** Where forms carry the file; the second is that of SDK 3.x. */
const FIELDS: ReadonlySet<string> = new Set(['attachment', 'userfile']);

/** A file and a few fields that nobody reads. How large the file may be is not the form's to say. */
const LIMITS = { files: 1, fields: 8, parts: 16, fieldSize: 1024, headerPairs: 32, fileSize: Infinity };

/** A form that cannot be read, or whose sender has gone. */
const unreadable = (cause: unknown): Failure =>
  new Failure(ErrorCode.UploadFailed, `the form cannot be read: ${(cause as Error).message}`, { cause });

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts({ limits: LIMITS });
  } catch (error) {
    throw unreadable(error);
  }
}

async function* contentOf({ file }: MultipartFile): AsyncGenerator<Uint8Array> {
  try {
    yield* file as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreadable(error);
  }
}

/** Keeps the file of a form; when this rejects, nothing of it is left. */
export const receive = async (
  request: FastifyRequest,
  attachments: Attachments,
  app: string,
): Promise<Stored> => {
  if (!request.isMultipart()) throw invalid('body expected a form, multipart/form-data');
  let stored: Stored | undefined;
  try {
    for await (const part of partsOf(request)) {
      if (part.type !== 'file') continue;
      if (!FIELDS.has(part.fieldname)) throw invalid('form expected the file in the field attachment');
      stored = await attachments.store(app, contentOf(part));
    }
  } catch (error) {
    if (stored) await attachments.discard(app, stored);
    throw error;
  }
  if (stored === undefined) throw invalid('form expected a file in the field attachment');
  return stored;
};
