import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerOptions } from 'rxim-server';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../../support/new-server';
import { connect } from '../../support/stock-client';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

export interface Uploaded {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface FormOptions {
  /** @default 'attachment' */
  readonly field?: string;
  readonly name?: string;
  readonly type?: string;
  /** Who uploads. @default alice */
  readonly token?: string;
}

/** A server that keeps its attachments on disk, and what is done with them. */
export interface Uploads {
  readonly server: TestServer;
  /** Session token of alice. */
  readonly token: string;
  readonly tokenOf: (user: string) => Promise<string>;
  readonly upload: (content: string | Uint8Array, form?: FormOptions) => Promise<Uploaded>;
  /** Sends any request body. */
  readonly post: (body: BodyInit, headers?: Record<string, string>) => Promise<Uploaded>;
  /** Names of all files that there are, those included that have not arrived whole. */
  readonly files: () => Promise<string[]>;
}

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

export const newUploads = async (options: ServerOptions = {}): Promise<Uploads> => {
  const data = await mkdtemp(join(tmpdir(), 'rxim-attachments-'));
  folders.push(data);
  const server = await newServer({ data, ...options });
  const tokenOf = async (user: string): Promise<string> =>
    (await connect(server, { client: user }).next<{ token: string }>('login')).token;
  const token = await tokenOf('alice');

  const post: Uploads['post'] = async (body, headers = {}) => {
    const answer = await fetch(`${server.url}/attachment`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body,
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };

  return {
    server,
    token,
    tokenOf,
    post,
    upload(content, { field = 'attachment', name = 'file', type = '', ...caller } = {}) {
      const form = new FormData();
      form.append(field, new Blob([content as BlobPart], { type }), name);
      return post(form, caller.token === undefined ? {} : { authorization: `Bearer ${caller.token}` });
    },
    files: () => filesIn(join(data, 'attachments')),
  };
};

/** The URLs that an upload was answered with. */
export const urlsOf = ({ status, body }: Uploaded): readonly string[] => {
  expect(status).toBe(201);
  return body as string[];
};

export const bytesAt = async (url: string | undefined): Promise<Buffer> =>
  Buffer.from(await (await fetch(url!)).arrayBuffer());
