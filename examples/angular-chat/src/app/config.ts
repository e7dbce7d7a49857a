import { inject } from '@angular/core';
import { indexedDbStorage, type ImOptions } from 'rxim';
import { Session } from './session';

/** Where the server is, and as which application this page speaks to it. */
export type Config = Pick<ImOptions, 'server' | 'appId' | 'clientKey'>;

/** From a file beside the page, so that one build serves every server. */
export const loadConfig = async (): Promise<Config> => (await (await fetch('config.json')).json()) as Config;

/** What was not sent survives a reload; who logs in is asked at every login. */
export const imOptions = (config: Config): ImOptions => {
  const session = inject(Session);
  return { ...config, credentials: () => ({ userId: session.user() }), storage: indexedDbStorage() };
};
