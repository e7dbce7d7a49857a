import { servePage } from './serve-page.mjs';

/** Serves the built examples/angular-chat for a server and its application. */
export const serveAngularChat = ({ server, appId, clientKey, port }) =>
  servePage({
    folder: 'examples/angular-chat/dist',
    texts: { '/config.json': JSON.stringify({ server, appId, clientKey }) },
    server,
    port,
  });
