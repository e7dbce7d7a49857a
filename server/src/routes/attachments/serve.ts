import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorCode } from 'rxim/protocol';
import { Failure } from '../../services/failure';
import type { Attachment } from '../../services/attachments/attachments';
import { rangeOf } from './range';

/** What anybody uploaded comes from the server's own origin: nothing of it may run there, whatever it is. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  // Pages of the application lie elsewhere, and show it.
  'cross-origin-resource-policy': 'cross-origin',
} as const;

const cached = (request: FastifyRequest, tag: string): boolean => {
  const known = request.headers['if-none-match'];
  return (
    known === '*' || (known?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag) ?? false)
  );
};

/** A client that goes on with what it has says which version that is. */
const rangeHeader = ({ headers }: FastifyRequest, tag: string): string | undefined =>
  headers['if-range'] === undefined || headers['if-range'] === tag ? headers.range : undefined;

/** Answers with a file, or the part of it that is asked for. It never changes, so its key is its version. */
export const serve = (
  request: FastifyRequest,
  reply: FastifyReply,
  {
    key,
    attachment,
    maxAge,
  }: { readonly key: string; readonly attachment: Attachment; readonly maxAge: number },
): FastifyReply => {
  const { size, type } = attachment;
  const tag = `"${key}"`;
  void reply.headers({ ...HARMLESS, 'accept-ranges': 'bytes' });

  const range = rangeOf(rangeHeader(request, tag), size);
  if (range === 'unsatisfiable') {
    void reply.header('content-range', `bytes */${size}`);
    throw new Failure(ErrorCode.InvalidArgument, `Range expected a part of ${size} bytes`, { status: 416 });
  }

  void reply.headers({ etag: tag, 'cache-control': `private, max-age=${maxAge}, immutable` });
  if (cached(request, tag)) return reply.code(304).send();

  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  void reply.headers({
    'content-type': type.media,
    'content-length': end - start + 1,
    ...(type.kind === 'file' && { 'content-disposition': `attachment; filename="${key}"` }),
  });
  return reply.send(request.method === 'HEAD' ? undefined : attachment.read({ start, end }));
};
