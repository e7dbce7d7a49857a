import { createFaultProxy, createTestServer, type FaultProxy, type TestServer } from 'rxim-server/testing';
import { serveLobby } from '../../scripts/lobby-page.mjs';
import type { Page as Site } from '../../scripts/serve-page.mjs';
import { describeInBrowser } from './support/browser';
import { DESKTOP, PHONE } from './support/chat-site';
import { LobbyWindow } from './support/lobby-window';

jest.setTimeout(60_000);

describeInBrowser('the page of game-lobby', (browser) => {
  let server: TestServer;
  let proxy: FaultProxy;
  /** One that is served for the server, and one for a proxy before it. */
  let sites: { readonly direct: Site; readonly faulty: Site };

  beforeAll(async () => {
    server = await createTestServer();
    proxy = await createFaultProxy({ target: server.url });
    const { appId, clientKey } = server;
    const [direct, faulty] = await Promise.all(
      [server.url, proxy.url].map((url) => serveLobby({ server: url, appId, clientKey })),
    );
    if (!direct || !faulty) throw new Error('There is no page');
    sites = { direct, faulty };
  });
  afterAll(async () => {
    await Promise.all([sites.direct.close(), sites.faulty.close()]);
    await proxy.close();
    await server.close();
  });

  const enter = async ({ url }: Site, name: string, options = DESKTOP): Promise<LobbyWindow> =>
    new LobbyWindow(await browser.open(`${url}?user=${name}`, options));

  it('lets two people finish a game, though the connection of the host is cut in the middle', async () => {
    const ada = new LobbyWindow(await browser.open(sites.faulty.url, DESKTOP));
    const bob = await enter(sites.direct, 'bob', PHONE);
    await ada.page.getByRole('textbox', { name: 'Your name' }).fill('ada');
    await ada.page.keyboard.press('Enter');
    await ada.press(/^Open a table/);
    await ada.status('Waiting for another player').waitFor();

    await bob.room('Table of ada').getByText('Free seat').waitFor();
    await browser.picture(bob.page, 'game-lobby-list-phone');
    await bob.press('Join Table of ada');
    await bob.seat('bob').waitFor();
    await ada.chat.getByText('bob sits down').waitFor();
    await ada.say('Good luck!');
    await bob.chat.getByText('Good luck!').waitFor();
    await Promise.all([ada.press('Ready'), bob.press('Ready')]);
    await Promise.all([ada, bob].map((window) => window.status('Starting in 2').waitFor()));
    await browser.picture(ada.page, 'game-lobby-countdown');
    await ada.page.getByRole('heading', { name: 'Table of ada' }).click();
    await ada.type(4);
    await bob.drop(5);

    proxy.refuse();
    proxy.cut();
    await bob.seat('ada').getByText('held for').waitFor();
    await bob.chat.getByText('bob is the host now').waitFor();
    await ada.status('No connection').waitFor();
    await browser.picture(ada.page, 'game-lobby-offline');
    await browser.picture(bob.page, 'game-lobby-held-phone');
    proxy.heal();
    await ada.tryNow();

    for (const column of [4, 5, 4, 5]) await (column === 4 ? ada.type(column) : bob.drop(column));
    await ada.type(4);
    await ada.status('You win!').waitFor();
    await bob.status('ada wins').waitFor();
    expect(await bob.seat('ada').getByLabel('1 won').count()).toBe(1);
    await browser.picture(ada.page, 'game-lobby-won');
    await browser.picture(bob.page, 'game-lobby-lost-phone');

    await bob.press('Leave');
    await ada.page.getByText('Free seat').waitFor();
    await ada.press('Leave');
    await bob.page.getByText('Nobody is at a table').waitFor();
  });

  it('lets a person play a bot, come back after a reload, and find whoever looks for a match', async () => {
    const ada = await enter(sites.direct, 'ada', { ...DESKTOP, colorScheme: 'dark' });
    await ada.press(/^Play a bot/);
    await ada.drop(4);
    await ada.status('Your turn').waitFor();
    expect(await ada.page.locator('.cell[data-disc]').count()).toBe(2);
    await ada.page.reload();
    await ada.status('Your turn').waitFor();
    expect(await ada.page.locator('.cell[data-disc]').count()).toBe(2);
    await browser.picture(ada.page, 'game-lobby-bot-dark');

    await ada.page.goBack();
    const question = ada.page.getByRole('dialog', { name: 'Leave the game?' });
    await question.getByRole('button', { name: 'Leave' }).click();
    await ada.press(/^Quick match/);
    const bob = await enter(sites.direct, 'bob');
    await bob.press(/^Quick match/);

    await Promise.all([ada.seat('bob').waitFor(), bob.seat('ada').waitFor()]);
  });
});
