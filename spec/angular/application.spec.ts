// A whole application of Angular 21, with its router. Angular's renderer for servers lends it the document that a browser would have.
import '@angular/compiler';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import {
  type ApplicationConfig,
  type ApplicationRef,
  Component,
  PLATFORM_ID,
  type PlatformRef,
  provideZonelessChangeDetection,
  runInInjectionContext,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import {
  INITIAL_CONFIG,
  platformServer,
  provideServerRendering,
  renderApplication,
} from '@angular/platform-server';
import { provideRouter, Router, RouterOutlet } from '@angular/router';
import { filter, firstValueFrom, lastValueFrom, Observable } from 'rxjs';
import { createIm, friend, type ConnectionState, type Im } from 'rxim';
import {
  injectConversation,
  injectIm,
  injectImState,
  injectRoster,
  provideIm,
  withConnect,
} from 'rxim/angular';
import { createTestServer, type TestServer } from 'rxim-server/testing';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  const [alice, bob] = ['alice', 'bob'].map((name) => createIm(server.clientOptions(name)));
  for (const im of [alice!, bob!]) await firstValueFrom(im.connect());
  await lastValueFrom(alice!.friends.add('alice', 'bob'));
  for (const im of [alice!, bob!]) await im.close();
  // Angular tells there that it is in development mode.
  jest.spyOn(console, 'log').mockReturnValue();
});
afterAll(() => server.close());

/** A page of its own for each route: it is made anew whenever the route changes. */
const page = () =>
  Component({
    selector: 'spec-page',
    template: '{{ state().name }}, {{ messages()?.length ?? "no" }} messages',
  })(
    class {
      readonly state = injectImState();
      readonly roster = injectRoster();
      readonly messages = injectConversation(friend('bob')).messages;
    },
  );
const App = Component({ selector: 'spec-app', imports: [RouterOutlet], template: '<router-outlet />' })(
  // oxlint-disable-next-line typescript/no-extraneous-class -- a component may be its template alone
  class {},
);
const document = '<html><head></head><body><spec-app></spec-app></body></html>';
const providers = [
  provideZonelessChangeDetection(),
  provideServerRendering(),
  provideRouter([
    { path: 'one', component: page() },
    { path: 'other', component: page() },
  ]),
];

describe('in a window', () => {
  let platform: PlatformRef | undefined;
  afterEach(() => platform?.destroy());

  const start = (...more: ApplicationConfig['providers']): Promise<ApplicationRef> => {
    platform = platformServer([{ provide: INITIAL_CONFIG, useValue: { document, url: '/one' } }]);
    const inWindow = { provide: PLATFORM_ID, useValue: 'browser' };
    return bootstrapApplication(
      App,
      { providers: [...providers, inWindow, ...more] },
      { platformRef: platform },
    );
  };
  const clientOf = ({ injector }: ApplicationRef): Im => runInInjectionContext(injector, injectIm);
  /** Resolves when the page shows that, and the application is stable. */
  const shows = async ({ isStable, components }: ApplicationRef, text: string): Promise<void> => {
    const { nativeElement } = components[0]!.location as { nativeElement: HTMLElement };
    await firstValueFrom(isStable.pipe(filter((stable) => stable && nativeElement.textContent === text)));
  };

  it('the application becomes stable while it is connected, and shows what came since', async () => {
    const app = await start(provideIm(server.clientOptions('alice'), withConnect()));
    await shows(app, 'online, 0 messages');
    await lastValueFrom(clientOf(app).toFriend('bob').text('Hello').ok());
    await shows(app, 'online, 1 messages');

    await app.whenStable();

    expect(clientOf(app).state.name).toBe('online');
  });

  it('50 changes of route leave one subscription, and load once what both pages show', async () => {
    const requests: string[] = [];
    const counting: typeof fetch = (input, init) => {
      requests.push(new URL(input instanceof Request ? input.url : input).pathname);
      return fetch(input, init);
    };
    const app = await start(provideIm({ ...server.clientOptions('alice'), fetch: counting }));
    const im = clientOf(app);
    let subscriptions = 0;
    const { state$ } = im;
    Object.defineProperty(im, 'state$', {
      value: new Observable<ConnectionState>((subscriber) => {
        subscriptions++;
        return state$.subscribe(subscriber).add(() => subscriptions--);
      }),
    });
    const router = app.injector.get(Router);
    await firstValueFrom(im.connect());
    for (let change = 1; change <= 50; change++) {
      expect(await router.navigateByUrl(change % 2 === 1 ? '/other' : '/one')).toBe(true);
      await shows(app, 'online, 1 messages');
      expect(subscriptions).toBe(1);
    }

    expect(requests.sort()).toEqual([
      '/ctx/alice/friends',
      '/ctx/alice/friends/bob/chats',
      '/ctx/alice/sync',
    ]);
  });
});

describe('on a server', () => {
  it('rendering ends, and nothing goes over the wire', async () => {
    let connections = 0;
    const wire = createServer((socket) => {
      connections++;
      socket.end();
    }).listen(0, '127.0.0.1');
    await once(wire, 'listening');
    const { port } = wire.address() as AddressInfo;
    const options = { ...server.clientOptions('alice'), server: `http://127.0.0.1:${port}` };

    const html = await renderApplication(
      (context) =>
        bootstrapApplication(App, { providers: [...providers, provideIm(options, withConnect())] }, context),
      { document, url: '/one' },
    );
    // What was opened before this connection is accepted before it.
    const last = connect(port, '127.0.0.1').resume();
    await once(last, 'close');
    wire.close();

    expect(html).toContain('idle, no messages');
    expect(connections).toBe(1);
  });
});
