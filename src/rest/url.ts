import { RefusedError } from '../errors';
import { ErrorCode } from '../protocol';

/** `true` stands for a name without a value; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | true | undefined>>;

/** Puts an address together, so that no id can mean another path or query than the one it is written into. */
export const urlOf = (server: string, path: readonly string[], query: Query = {}): string => {
  const search = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        encodeURIComponent(name) + (value === true ? '' : `=${encodeURIComponent(String(value))}`),
    )
    .join('&');
  return `${server.replace(/\/+$/, '')}/${path.map(segment).join('/')}${search && `?${search}`}`;
};

/** Empty ones and dots would be taken for another path by whoever parses the URL, encoded or not. */
const segment = (id: string): string => {
  if (/^\.{0,2}$/.test(id))
    throw new RefusedError(ErrorCode.InvalidArgument, `${JSON.stringify(id)} is no id`);
  return encodeURIComponent(id);
};
