import type { Identity } from 'rxim/protocol';

/**
 * Names of topics. An application's id has no slash, and the first letter tells the kinds apart, so no name that a
 * client can choose is that of something else.
 */
export const sessionsOf = (app: string, { kind, id }: Identity): string => `i/${app}/${kind}/${id}`;
/** Sessions of a user that are logging in: they follow it into rooms, and hear nothing yet. */
export const arrivalsOf = (app: string, { kind, id }: Identity): string => `a/${app}/${kind}/${id}`;
export const roomName = (app: string, room: string): string => `r/${app}/${room}`;
export const everybodyIn = (app: string): string => `e/${app}`;
