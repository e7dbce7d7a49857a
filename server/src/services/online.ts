import type { Context } from './context';

/** Whether a user has a live session. */
export const isOnline = ({ hub }: Pick<Context, 'hub'>, app: string, user: string): boolean =>
  hub.sessions(app, { kind: 'user', id: user }) > 0;
