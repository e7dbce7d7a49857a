import { PATH } from '../protocol';

/** Address of the realtime endpoint below a server's base URL, whose scheme may be that of HTTP or of WebSocket. */
export const socketUrl = (base: string): string =>
  `${base.replace(/^http/i, 'ws').replace(/\/+$/, '')}${PATH}?EIO=4&transport=websocket`;
