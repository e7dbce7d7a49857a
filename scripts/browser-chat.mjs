import { servePage } from './serve-page.mjs';

/** Serves examples/browser-chat for a server and its application. `people`: names that the login suggests. */
export const serveBrowserChat = ({ server, appId, clientKey, people = [], port }) =>
  servePage({
    folder: 'examples/browser-chat',
    files: { '/rxim.js': 'dist/rxim.js', '/rxim.js.map': 'dist/rxim.js.map' },
    texts: {
      '/config.js': `export const config = ${JSON.stringify({ server, appId, clientKey })};
export const people = ${JSON.stringify(people)};
`,
    },
    server,
    port,
  });
