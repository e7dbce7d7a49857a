import type { TestServer } from 'rxim-server/testing';

/** The value of a metric without labels. */
export const metric = async (server: TestServer, name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
};

/** Resolves when a metric has this value; each question takes a turn of the server. */
export const metricReaches = async (server: TestServer, name: string, value: number): Promise<void> => {
  while ((await metric(server, name)) !== value);
};
