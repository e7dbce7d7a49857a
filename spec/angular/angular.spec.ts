import 'zone.js';
import WebSocket from 'ws';
import type { ApplicationRef, EnvironmentInjector, EnvironmentProviders } from '@angular/core';
import { filter, firstValueFrom, lastValueFrom, Observable } from 'rxjs';
import { createIm, friend, group, type ConnectionState, type ImOptions } from 'rxim';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { loadAngular, VERSIONS } from './support/angular';

const urlOf = (input: string | URL | Request): string =>
  input instanceof Request ? input.url : input.toString();

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  // Whom others can write to, once he was there.
  const bob = createIm(server.clientOptions('bob'));
  await firstValueFrom(bob.connect());
  await bob.close();
});
afterAll(() => server.close());

const versions = Object.keys(VERSIONS).map((version) => Number(version) as keyof typeof VERSIONS);

describe.each(versions)('rxim/angular with Angular %i', (version) => {
  const { core, rximAngular } = loadAngular(version);
  const { provideIm, injectIm, injectImState, injectRoster, injectConversation, injectConversations } =
    rximAngular;
  const { injectOutbox, withConnect, withErrorHandler } = rximAngular;
  // As much of a document as Angular looks at to see that it is in no window.
  core.ɵsetDocument({ defaultView: null, readyState: 'complete' } as Document);
  const zoneless = core.provideZonelessChangeDetection();
  const apps: ApplicationRef[] = [];

  const start = async (...providers: EnvironmentProviders[]): Promise<ApplicationRef> => {
    // What bootstrapApplication() of @angular/platform-browser does, without a browser.
    const platform = core.makeEnvironmentProviders([
      { provide: core.ɵINJECTOR_SCOPE, useValue: 'root' },
      { provide: core.APP_ID, useValue: 'spec' },
      { provide: core.ErrorHandler, useFactory: () => new core.ErrorHandler() },
    ]);
    const app = await core.ɵinternalCreateApplication({ appProviders: [platform, ...providers] });
    apps.push(app);
    return app;
  };
  afterEach(() => {
    for (const app of apps.splice(0)) if (!app.destroyed) app.destroy();
  });

  const options = (user: string, more: Partial<ImOptions> = {}): ImOptions => ({
    ...server.clientOptions(user),
    ...more,
  });
  const within = <T>(app: ApplicationRef, read: () => T): T => core.runInInjectionContext(app.injector, read);
  const online = async (app: ApplicationRef): Promise<void> => {
    const { state$ } = within(app, injectIm);
    await firstValueFrom(state$.pipe(filter(({ name }) => name === 'online')));
  };
  /** Resolves when a signal has a value that fits. */
  const settled = <T>(app: ApplicationRef, read: () => T, fits: (value: T) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watch = core.effect(
        () => {
          if (!fits(read())) return;
          resolve();
          watch.destroy();
        },
        { injector: app.injector },
      );
    });

  it('is that version', () => {
    expect(core.VERSION.major).toBe(String(version));
  });

  it('says what is missing where no client is provided', async () => {
    const app = await start(zoneless);
    expect(() => within(app, () => injectIm())).toThrow('provideIm(…)');
  });

  it('makes the options in the injection context, and one client of them', async () => {
    const user = new core.InjectionToken<string>('user', { factory: () => 'alice' });
    const app = await start(
      zoneless,
      provideIm(() => options(core.inject(user))),
    );
    const im = within(app, () => injectIm());
    const { self } = await firstValueFrom(im.connect());

    expect(self.id).toBe('alice');
    expect(within(app, injectIm)).toBe(im);
  });

  it.each(['with a zone', 'without a zone'])('%s the application is stable while connected', async (how) => {
    const app = await start(
      how === 'with a zone' ? core.provideZoneChangeDetection() : zoneless,
      provideIm(options('alice'), withConnect()),
    );
    await online(app);
    // A message, so that the timers of the outbox ran too.
    await lastValueFrom(within(app, injectIm).toUser('bob').text('hi').ok());

    await app.whenStable();

    expect(within(app, injectImState)().name).toBe('online');
  });

  it('runs sockets outside the zone, and emissions inside', async () => {
    const opened: boolean[] = [];
    const app = await start(
      core.provideZoneChangeDetection(),
      provideIm(() => {
        class WatchedSocket extends WebSocket {
          constructor(url: string) {
            super(url);
            opened.push(core.NgZone.isInAngularZone());
          }
        }
        return options('alice', { WebSocket: WatchedSocket });
      }),
    );
    const im = within(app, injectIm);
    const emitted: boolean[] = [];
    const zone = app.injector.get(core.NgZone);
    im.state$.subscribe(() => emitted.push(core.NgZone.isInAngularZone()));

    await zone.run(() => firstValueFrom(im.connect()));

    expect(opened).toEqual([false]);
    expect(emitted).toHaveLength(5);
    expect(new Set(emitted)).toEqual(new Set([true]));
    expect(im.state$).toBe(im.state$);
    expect(im.conversation(friend('bob')).peer).toEqual(friend('bob'));
  });

  it('shows state, roster, conversations, messages and outbox as signals', async () => {
    const [ann, ben] = [`ann${version}`, `ben${version}`];
    const other = await start(zoneless, provideIm(options(ben), withConnect()));
    await online(other);
    const app = await start(zoneless, provideIm(options(ann), withConnect()));
    const shown = within(app, () => ({
      state: injectImState(),
      roster: injectRoster(),
      conversations: injectConversations(),
      outbox: injectOutbox(),
      conversation: injectConversation(friend(ben)),
    }));
    expect(shown.conversation.messages()).toBeUndefined();
    await online(app);
    await lastValueFrom(within(app, injectIm).friends.add(ann, ben));
    await lastValueFrom(within(other, injectIm).toFriend(ann).text('Hello').ok());

    await settled(app, shown.roster, (roster) => roster?.[0]?.online === true);
    await settled(app, shown.conversations, (list) => list?.[0]?.unread === 1);
    await settled(app, shown.conversation.messages, (lines) => lines?.length === 1);
    shown.conversation.markRead();
    await settled(app, shown.conversations, (list) => list?.[0]?.unread === 0);

    expect(shown.state().name).toBe('online');
    expect(shown.outbox()).toEqual([]);
  });

  it('follows a peer that is a signal, and reads back page by page', async () => {
    const [cat, dan] = [`cat${version}`, `dan${version}`];
    const other = await start(zoneless, provideIm(options(dan), withConnect()));
    await online(other);
    const app = await start(zoneless, provideIm(options(cat), withConnect()));
    await online(app);
    const im = within(app, injectIm);
    await lastValueFrom(im.friends.add(cat, dan));
    for (let i = 1; i <= 40; i++) await lastValueFrom(im.toFriend(dan).text(`No ${i}`).ok());
    const peer = core.signal(group('0'.repeat(32)));
    const { messages, loadOlder, loadingOlder, hasOlder } = within(app, () => injectConversation(peer));

    peer.set(friend(dan));
    await settled(app, messages, (lines) => lines?.length === 30);
    loadOlder();
    loadOlder();
    expect(loadingOlder()).toBe(true);
    await settled(app, messages, (lines) => lines?.length === 40);
    await settled(app, loadingOlder, (loading) => !loading);

    expect(hasOlder()).toBe(false);
  });

  it('leaves one subscription after 50 changes of route', async () => {
    const app = await start(zoneless, provideIm(options('alice')));
    const im = within(app, injectIm);
    let subscriptions = 0;
    const { state$ } = im;
    Object.defineProperty(im, 'state$', {
      value: new Observable<ConnectionState>((subscriber) => {
        subscriptions++;
        const inner = state$.subscribe(subscriber);
        return () => {
          subscriptions--;
          inner.unsubscribe();
        };
      }),
    });
    let route: EnvironmentInjector | undefined;
    for (let i = 0; i < 50; i++) {
      route?.destroy();
      route = core.createEnvironmentInjector([], app.injector);
      core.runInInjectionContext(route, injectImState);
      expect(subscriptions).toBe(1);
    }
    route?.destroy();
    expect(subscriptions).toBe(0);
  });

  it('loads a conversation once for 50 changes of route', async () => {
    let histories = 0;
    const counting: typeof fetch = (input, init) => {
      if (urlOf(input).includes('chat')) histories++;
      return fetch(input, init);
    };
    const app = await start(zoneless, provideIm(options('alice', { fetch: counting }), withConnect()));
    await online(app);
    for (let i = 0; i < 50; i++) {
      const route = core.createEnvironmentInjector([], app.injector);
      const { messages } = core.runInInjectionContext(route, () => injectConversation(friend('bob')));
      await settled(app, messages, (lines) => lines !== undefined);
      route.destroy();
    }
    expect(histories).toBe(1);
  });

  it('has nothing on the wire while rendering on a server, and rendering ends', async () => {
    const forbidden = (): never => {
      throw new Error('Something went over the wire');
    };
    const app = await start(
      zoneless,
      core.makeEnvironmentProviders([{ provide: core.PLATFORM_ID, useValue: 'server' }]),
      provideIm(
        options('alice', {
          WebSocket: forbidden as unknown as NonNullable<ImOptions['WebSocket']>,
          fetch: forbidden,
        }),
        withConnect(),
      ),
    );
    within(app, () => injectConversation(friend('bob')));
    within(app, injectIm).connect().subscribe();
    within(app, injectIm)
      .friends.list('alice')
      .subscribe({ error: () => undefined });

    await app.whenStable();

    expect(within(app, injectImState)().name).toBe('idle');
  });

  it('hands errors to the ErrorHandler, and closes with the injector', async () => {
    const handled: unknown[] = [];
    const refusing: typeof fetch = (input, init) =>
      urlOf(input).includes('friends')
        ? Promise.resolve(new Response('{}', { status: 400 }))
        : fetch(input, init);
    const app = await start(
      zoneless,
      core.makeEnvironmentProviders([
        { provide: core.ErrorHandler, useValue: { handleError: (error: unknown) => handled.push(error) } },
      ]),
      provideIm(options('alice', { fetch: refusing }), withConnect(), withErrorHandler()),
    );
    const im = within(app, injectIm);
    const reported = firstValueFrom(im.errors$);
    within(app, injectRoster);
    await reported;
    app.destroy();
    await lastValueFrom(im.state$);

    expect(handled.length).toBeGreaterThan(0);
    expect(im.state.name).toBe('closed');
  });
});
