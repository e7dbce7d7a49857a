import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ConfigError } from '../config/config-error';

const UNKNOWN = 'is no address that this machine knows; give one of its own, like 127.0.0.1 or 0.0.0.0';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'needs more rights than this process has',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: UNKNOWN,
  EAI_AGAIN: UNKNOWN,
};

const inWords = (error: unknown, host: string, port: number): unknown => {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new ConfigError(`${host}:${port} ${reason}`, { cause: error });
};

/** Where the server listens; throws before it does. */
export const addressOf = (http: FastifyInstance, host: string): { url: string; port: number } => {
  const { port } = http.server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port };
};

export const listen = async (http: FastifyInstance, host: string, port: number): Promise<void> => {
  try {
    await http.listen({ host, port });
  } catch (error) {
    throw inWords(error, host, port);
  }
};
