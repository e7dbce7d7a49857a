import { EMPTY, defer, map, switchMap, tap, type Observable } from 'rxjs';
import { createConnection, type Session } from './connection';
import { readCredentials, rememberSecret, type Remembered } from './credentials';
import { ImError } from './errors';
import type { Im } from './im';
import { lazyViews } from './lazy-views';
import { Messaging } from './messaging';
import type { ImOptions } from './options';
import { EXTENSIONS, friend, group, guest, room, stranger, user, type Auth } from './protocol';
import { createRest, type AppData, type UploadSource } from './rest';

/**
 * Makes a client.
 *
 * ```ts
 * const im = createIm({ server: 'http://localhost:8787', appId: 'demo', clientKey: '…', credentials: { userId: 'alice' } });
 * im.message$.subscribe(({ from, content }) => console.log(from.id, content.body));
 * im.connect();
 * ```
 */
export const createIm = <D extends AppData = AppData>(options: ImOptions): Im<D> => {
  const { server, appId, credentials, storage, installId } = options;

  const rest = createRest<D>({ ...options, token: (refused) => connection.token(refused) });
  const messaging: Messaging<UploadSource> = new Messaging<UploadSource>({
    ...options,
    transmit: (say) => connection.send('say', say),
    fetch: (self, request) => rest.sync(self.id, request),
    upload: (file) => rest.attachments.upload(file),
    storage:
      storage && (({ kind, id }) => storage.open(`${server}|${appId}|${kind}|${id}`, messaging.report)),
  });

  /** What logins bind to their user: the installation, from `connect()` to `logout()`. */
  let install: string | undefined;
  let given: Auth | undefined;
  let remembered: Remembered | undefined;
  const login = (): Observable<Auth> => {
    if (!credentials) throw new ImError('not-connected', 'connect() needs the option credentials');
    return readCredentials(credentials).pipe(
      map((who): Auth => {
        const auth: Auth = {
          ...who,
          app: appId,
          key: options.clientKey,
          install,
          notifyAll: options.notifyAll,
          x: EXTENSIONS,
        };
        given = auth;
        return rememberSecret(auth, remembered);
      }),
    );
  };

  const connection = createConnection({
    ...options,
    url: server,
    auth: login,
    renewable: typeof credentials === 'function',
    receive: (event) => messaging.receive(event),
    prepare: (session) => {
      const { self, secret } = session;
      if (given && secret !== undefined) remembered = { auth: given, id: self.id, secret };
      return messaging.prepare(session);
    },
    report: messaging.report,
  });
  connection.state$.subscribe((state) => messaging.follow(state));

  const logout$ = defer(() => {
    // A login that the connection needs meanwhile must not undo it.
    install = undefined;
    if (!installId) return EMPTY;
    const unbind = ({ self }: Session): Observable<void> =>
      // Guests have no installations.
      self.kind === 'user' ? rest.installations.remove(self.id, installId) : EMPTY;
    return connection.connect().pipe(switchMap(unbind));
  }).pipe(tap({ complete: () => connection.disconnect() }));

  const views = lazyViews({ messaging, connection, rest, grace: options.viewGrace });

  const { sync, request, friends, ...resources } = rest;
  return {
    ...messaging.events,
    ...resources,
    friends: { ...friends, live$: views.roster$ },
    conversation: (peer) => views.conversation(peer),
    conversations$: views.conversations$,
    state$: connection.state$,
    get state() {
      return connection.state;
    },
    outbox$: messaging.outbox$,
    outbox: {
      get size() {
        return messaging.waiting;
      },
      withdraw: (cid) => messaging.withdraw(cid),
    },
    connect: () => {
      install = installId;
      return connection.connect();
    },
    disconnect: () => connection.disconnect(),
    logout: () => logout$,
    close: () => {
      connection.close();
      return messaging.close();
    },
    toFriend: (id) => messaging.to(friend(id)),
    toGroup: (id) => messaging.to(group(id)),
    toRoom: (id) => messaging.to(room(id)),
    toStranger: (id) => messaging.to(stranger(id)),
    toGuest: (id) => messaging.to(guest(id)),
    toUser: (id) => messaging.to(user(id)),
    send: messaging.send,
  };
};
