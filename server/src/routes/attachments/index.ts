import { Type } from '@sinclair/typebox';
import type { Context } from '../../services/context';
import { sendJson } from '../json';
import type { Router } from '../router';
import { answer } from '../schemas';
import { receive } from './upload';
import { serve } from './serve';

const Urls = answer<unknown>(
  Type.Array(Type.String({ format: 'uri' }), {
    minItems: 1,
    maxItems: 2,
    description: 'Where the file is, and for an image its thumbnail',
  }),
);

const FileParams = Type.Object({ app: Type.String(), key: Type.String() });
const File = answer<unknown>(
  Type.String({ format: 'binary', description: 'The file, or the part asked for' }),
);

export const attachmentRoutes = (router: Router, context: Context): void => {
  const { attachments, publicUrl, config } = context;
  const tags = ['attachments'];
  const urlOf = (app: string, key: string): string =>
    `${publicUrl()}/attachment/${encodeURIComponent(app)}/${key}`;

  void router.register(async (scope: Router) => {
    // Most servers that start are tests without an upload.
    const { default: multipart } = await import('@fastify/multipart');
    await scope.register(multipart);
    scope.post(
      '/attachment',
      {
        config: {
          action: 'attachments.upload',
          counts: 'uploads',
          arrivesWithin: config.limits.uploadTimeout,
        },
        schema: {
          tags,
          summary: 'Keep a file, at most 20 MB, for 7 days',
          consumes: ['multipart/form-data'],
          response: { 201: Urls },
        },
      },
      async (request, reply) => {
        const { app } = request.requester;
        const stored = await receive(request, attachments, app);
        return sendJson(
          reply.code(201),
          stored.map((key) => urlOf(app, key)),
        );
      },
    );
  });

  router.route({
    method: ['GET', 'HEAD'],
    url: '/attachment/:app/:key',
    config: { action: 'attachments.read' },
    schema: {
      tags,
      summary: 'A file, by the URL that its upload gave: whoever knows it may have it',
      params: FileParams,
      response: { 200: File, 206: File },
    },
    handler: async (request, reply) => {
      const { app, key } = request.params;
      const attachment = await attachments.get(app, key);
      return serve(request, reply, { key, attachment, maxAge: attachments.maxAge });
    },
  });
};
