import type { Observable } from 'rxjs';
import type { Im } from '../index';

/** The registrations of the guide, and two for strangers who announce their presence to all. */
export const EVENTS = {
  onMessage: (im: Im) => im.message$,
  yourself: (im: Im) => im.yourself$,
  sys: (im: Im) => im.sys$,
  online: (im: Im) => im.online$,
  offline: (im: Im) => im.offline$,
  onlineX: (im: Im) => im.onlineX$,
  offlineX: (im: Im) => im.offlineX$,
} as const;

export type EventName = keyof typeof EVENTS;
export type Payload<Name extends EventName> =
  ReturnType<(typeof EVENTS)[Name]> extends Observable<infer T> ? T : never;
