import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Recorder } from '../../support/recorder';
import { listening } from './listen';

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface PostAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface PostOffice {
  readonly url: string;
  /** Everything that came. */
  readonly all: readonly Posted[];
  /** The next one that came, as soon as there is one. */
  next(): Promise<Posted>;
}

/** A service that takes POSTs; `answer` may be silent by giving nothing. */
export const newPostOffice = async (
  answer: (posted: Posted) => PostAnswer | undefined = () => ({ status: 201 }),
): Promise<PostOffice> => {
  const recorder = new Recorder();
  const all: Posted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const posted = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
      all.push(posted);
      recorder.add('post', posted);
      const said = answer(posted);
      if (said !== undefined) response.writeHead(said.status, said.headers).end(said.body);
    });
  });
  const url = await listening(server, () => server.closeAllConnections());
  return { url, all, next: () => recorder.next('post') as Promise<Posted> };
};
