import type { Answer, Call } from './rest-server';

/** What tests expect of answers. */
export const ID = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
export const TIME = expect.any(Number) as number;

export const record = (speaker: string, body: string) => ({
  speaker,
  content: { media: 0, body },
  ts: TIME,
  seq: expect.any(Number) as number,
});

/** A record that its reader wrote. */
export const own = (speaker: string, body: string) => ({
  ...record(speaker, body),
  cid: expect.any(String) as string,
});

/** An error of this code, under this status. */
export const refusal = (status: number, errorCode: number) => ({
  status,
  body: { errorCode, errorMessage: expect.stringMatching(/./) as string },
});

/** What there is to an answer without a body. */
export const empty = ({ status, text }: Answer) => ({ status, text });

/** Makes a group or a room; resolves with its id. */
export const create = async (call: Call, path: string, body: unknown): Promise<string> => {
  const { status, body: id } = await call('POST', path, body);
  expect({ status, id }).toEqual({ status: 201, id: ID });
  return id as string;
};
