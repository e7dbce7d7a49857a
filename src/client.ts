import { EMPTY, defer, switchMap, tap, type Observable } from 'rxjs';
import { createConnection, type Connection, type Session } from './connection';
import type { Im } from './im';
import { lazyViews } from './lazy-views';
import { createLogin } from './login';
import { Messaging } from './messaging';
import type { ImOptions } from './options';
import { friend, group, guest, room, stranger, user } from './protocol';
import { createRest, type AppData, type Rest, type UploadSource } from './rest';
import type { Views } from './views';

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
  const login = createLogin(options);
  const connection: Connection = createConnection({
    ...options,
    url: server,
    auth: login.auth,
    renewable: typeof credentials === 'function',
    receive: (event) => messaging.receive(event),
    prepare: (session) => {
      login.accepted(session);
      return messaging.prepare(session);
    },
    report: messaging.report,
  });
  connection.state$.subscribe((state) => messaging.follow(state));

  const logout = (): Observable<void> => {
    // A login that the connection needs meanwhile must not undo it.
    login.bind(undefined);
    if (!installId) return EMPTY;
    const unbind = ({ self }: Session): Observable<void> =>
      // Guests have no installations.
      self.kind === 'user' ? rest.installations.remove(self.id, installId) : EMPTY;
    return connection.connect().pipe(switchMap(unbind));
  };

  let views: Views | undefined;
  const live = (): Views => (views ??= lazyViews({ messaging, connection, rest, grace: options.viewGrace }));
  let friends: Im['friends'] | undefined;

  // Of `rest` all that is public, and made when it is asked for: to spread it would be to ask.
  const { sync: _, request: __, friends: ___, ...resources } = Object.getOwnPropertyDescriptors(rest);
  const own: Omit<Im<D>, Exclude<keyof Rest, 'friends'>> = {
    ...messaging.events,
    get friends() {
      return (friends ??= { ...rest.friends, live$: live().roster$ });
    },
    conversation: (peer) => live().conversation(peer),
    get conversations$() {
      return live().conversations$;
    },
    state$: connection.state$,
    get state() {
      return connection.state;
    },
    get outbox$() {
      return messaging.outbox.items$;
    },
    outbox: {
      get size() {
        return messaging.outbox.size;
      },
      withdraw: (cid) => messaging.outbox.withdraw(cid),
    },
    connect: () => {
      login.bind(installId);
      return connection.connect();
    },
    disconnect: () => connection.disconnect(),
    logout: () => defer(logout).pipe(tap({ complete: () => connection.disconnect() })),
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
  return Object.defineProperties(own, resources) as Im<D>;
};
