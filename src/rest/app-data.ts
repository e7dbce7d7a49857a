import type { Attributes } from '../protocol';

/**
 * The shapes of an application's own data, for `createIm<{ user: { name: string } }>()`. Nobody checks at run time that
 * the server's data has them. Write them as types or interfaces with optional properties, since anyone's may be absent.
 */
export interface AppData {
  readonly user?: object;
  readonly group?: object;
  readonly room?: object;
}

/** What `D` says of users, groups or rooms; any attributes if it says nothing. */
export type DataOf<D extends AppData, Kind extends keyof AppData> = D[Kind] extends object
  ? D[Kind]
  : Attributes;
