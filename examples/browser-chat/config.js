/** Where the page finds its server. `npm start` serves one like this with the address of the server that it started. */
export const config = {
  server: 'http://127.0.0.1:8787',
  appId: 'demo',
  clientKey: 'demo-client-key',
};
/** Names that the login suggests. */
export const people = ['alice', 'bob'];
