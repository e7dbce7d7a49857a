/**
 * Imports run one way: each room lists the rooms that it may know, and nothing else is allowed.
 * docs/ARCHITECTURE.md draws the same picture.
 */
const client = {
  protocol: [],
  errors: ['protocol'],
  operators: ['protocol'],
  storage: ['protocol', 'errors'],
  transport: ['protocol', 'errors'],
  connection: ['transport', 'errors', 'protocol', 'operators'],
  rest: ['protocol', 'errors', 'operators'],
  node: ['storage'],
  webpush: ['protocol', 'errors'],
  messaging: ['connection', 'storage', 'transport', 'errors', 'protocol', 'operators'],
  views: ['messaging', 'connection', 'errors', 'protocol', 'operators'],
};

const server = {
  ports: [],
  store: ['ports'],
  bus: ['ports'],
  blobs: ['ports'],
  push: ['ports'],
  providers: ['ports'],
  services: ['ports'],
  gateway: ['services', 'ports'],
  routes: ['services', 'ports'],
};

const rooms = (root, table, alsoAllowed = '') =>
  Object.entries(table).map(([room, known]) => ({
    name: `${root}/${room} knows only ${known.join(', ') || 'itself'}`,
    severity: 'error',
    from: { path: `^${root}/${room}/` },
    to: { path: `^(src|server/src)/`, pathNot: `^${root}/(${[room, ...known].join('|')})/${alsoAllowed}` },
  }));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...rooms('src', client),
    ...rooms('server/src', server, '|^src/protocol/|^server/src/limits'),
    {
      name: 'facades know only index',
      severity: 'error',
      from: { path: '^src/(ml|angular)/' },
      to: { path: '^src/', pathNot: '^src/(index\\.ts|ml/|angular/|errors/|protocol/)' },
    },
    {
      name: 'of the client the server knows only the protocol',
      severity: 'error',
      from: { path: '^server/src/' },
      to: { path: '^src/', pathNot: '^src/protocol/' },
    },
    {
      name: 'nothing of the server needs the test kit',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/testing/' },
      to: { path: '^server/src/testing/' },
    },
    {
      name: 'only websocket.ts imports isomorphic-ws',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/transport/websocket\\.ts$' },
      to: { path: 'isomorphic-ws' },
    },
    {
      name: 'the client needs rxjs and a WebSocket, and nothing else',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/angular/' },
      to: { path: 'node_modules', pathNot: 'node_modules/(rxjs|isomorphic-ws|ws)/' },
    },
    {
      name: 'rxim/angular needs Angular itself, and nothing of it besides',
      severity: 'error',
      from: { path: '^src/angular/' },
      to: { path: 'node_modules', pathNot: 'node_modules/(rxjs|@angular/core)/' },
    },
    {
      name: 'operators and protocol stand alone',
      severity: 'error',
      from: { path: '^src/(operators|protocol)/' },
      to: { path: 'node_modules', pathNot: 'node_modules/rxjs/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
