import { ImError, type Credentials, type ImOptions } from '../index';

/** What `ML.im()` can be told: the guide's options, and whatever `createIm()` takes besides. */
export interface MlOptions extends Partial<Omit<ImOptions, 'appId' | 'clientKey' | 'credentials'>> {
  readonly appId: string;
  /** The application's client key. */
  readonly clientId?: string;
  /** Mode 1. */
  readonly userId?: string;
  /** Mode 2, with `password`. */
  readonly username?: string;
  readonly password?: string;
  /** Mode 3, with the code as `password`. */
  readonly phone?: string;
  /** Mode 4. */
  readonly oauth?: Readonly<Record<string, unknown>>;
  /** Mode 5. */
  readonly passenger?: Readonly<Record<string, unknown> & { id?: string; secret?: string }>;
  /** Mode 6: a JWT of the application's backend. */
  readonly token?: string;
  /** A name from `ML.im.regions`; `server` comes before it. @default 'cn' */
  readonly region?: string;
}

/**
 * The server of each region; `ML.im.regions.cn = 'https://im.example.com'` sets one. A region without a server is the one
 * that the page came from: the hosts that the guide's SDK knew are gone, and passwords must not reach whoever owns those
 * names next.
 */
export type Regions = Record<string, string | undefined>;

export const toImOptions = (options: MlOptions, regions: Regions): ImOptions => {
  // Callers are often plain JavaScript.
  if (typeof options !== 'object' || !(options as Partial<MlOptions>).appId) {
    throw new ImError(5001, 'ML.im(options) needs an appId');
  }
  const { clientId, region, server, ...rest } = options;
  const { userId, username, password, phone, oauth, passenger, token, ...others } = rest;
  const credentials = credentialsOf({ userId, username, password, phone, oauth, passenger, token });
  return {
    ...others,
    server: server ?? serverOf(region ?? 'cn', regions),
    ...(clientId !== undefined && { clientKey: clientId }),
    ...(credentials && { credentials }),
  };
};

type Login = 'userId' | 'username' | 'password' | 'phone' | 'oauth' | 'passenger' | 'token';

const credentialsOf = (given: { [Name in Login]: MlOptions[Name] | undefined }): Credentials | undefined => {
  const { userId, username, password = '', phone, oauth, passenger, token } = given;
  if (passenger) return { passenger };
  if (oauth) return { oauth };
  if (phone !== undefined) return { phone, password };
  if (username !== undefined) return { username, password };
  if (userId !== undefined) return { userId };
  return token === undefined ? undefined : { token };
};

const serverOf = (region: string, regions: Regions): string => {
  if (!(region in regions)) throw new ImError(5001, `ML.im.regions has no region ${region}`);
  const server = regions[region] ?? (typeof location === 'undefined' ? undefined : location.origin);
  if (!server?.startsWith('http'))
    throw new ImError(5001, `ML.im.regions.${region} or the option server is needed`);
  return server;
};
