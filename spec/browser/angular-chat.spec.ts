import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { serveAngularChat } from '../../scripts/serve-angular-chat.mjs';
import { describeInBrowser } from './support/browser';
import { ChatSite, DESKTOP, PHONE } from './support/chat-site';

jest.setTimeout(60_000);

describeInBrowser('angular-chat', (browser) => {
  // Installs Angular's tools at first; nothing is left to do when neither it nor rxim has changed since.
  beforeAll(() => promisify(execFile)(process.execPath, ['scripts/angular-chat.mjs', '--build']), 600_000);

  let site: ChatSite;
  beforeEach(async () => {
    site = await ChatSite.open(serveAngularChat);
  });
  afterEach(() => site.close());

  it('lets a person in by name, and says why somebody is not let in', async () => {
    const page = await browser.open(`${site.url}?user=not%20a%20name`, DESKTOP);
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await browser.picture(page, 'angular-chat-login');

    await page.getByRole('textbox', { name: 'Your name' }).fill('alice');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await page.reload();
    await page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  });

  it('lets two people chat, with a picture, and goes on after a restart of the server', async () => {
    const bob = await site.enter(browser, 'bob', PHONE);
    const alice = await site.enter(browser, 'alice');
    await alice.addFriend('bob');
    await alice.friend('bob', 'online').waitFor();
    await alice.say('before');
    await bob.chat('alice').getByText('1 unread').waitFor();
    await browser.picture(bob.page, 'angular-chat-list-phone');
    await bob.chat('alice').click();
    await bob.bubble('before').waitFor();

    const file = { name: 'screen.png', mimeType: 'image/png', buffer: await alice.page.screenshot() };
    await alice.page.locator('input[type=file]').setInputFiles(file);
    const picture = bob.messages.locator('button').getByAltText('Photo from alice');
    await picture.waitFor();
    expect(await bob.widthOf(bob.messages.locator('.thumbnail'))).toBe(128);
    expect(await bob.widthOf(picture)).toBe(1280);

    await site.stop();
    for (const window of [alice, bob]) await window.banner.getByText('No connection').waitFor();
    await alice.say('meanwhile');
    await alice.bubble('meanwhile').getByText('waiting to be sent').waitFor();
    await alice.page.locator('input[type=file]').setInputFiles(file);
    await alice.messages.getByRole('button', { name: 'Cancel' }).waitFor();
    await browser.picture(alice.page, 'angular-chat-offline');
    await browser.picture(bob.page, 'angular-chat-offline-phone');
    await site.restart();
    for (const window of [alice, bob]) await window.banner.waitFor({ state: 'hidden' });
    await bob.bubble('meanwhile').waitFor();
    await picture.nth(1).waitFor();
    await bob.say('after');
    await alice.bubble('after').waitFor();

    expect(await alice.texts()).toEqual(['before', 'meanwhile', 'after']);
    expect(await bob.texts()).toEqual(['before', 'meanwhile', 'after']);
    await browser.picture(alice.page, 'angular-chat-friend');
    await browser.picture(bob.page, 'angular-chat-friend-phone');
  });

  it('scrolls back through the history without moving what is read', async () => {
    const alice = await site.enter(browser, 'alice');
    const texts = await site.fill(alice, 100);
    await alice.page.reload();
    await alice.bubble('Number 100 of 100').waitFor();

    for (let pages = 0; (await alice.bubble('Number 1 of').count()) === 0; pages++) {
      expect(pages).toBeLessThan(10);
      await alice.scrollBack();
    }

    expect(await alice.texts()).toEqual(texts);
    await alice.messages.getByText('This is where the conversation begins').waitFor();
    await browser.picture(alice.page, 'angular-chat-history');
  });

  it('shows how far an upload is, and ends it when told to', async () => {
    const alice = await site.enter(browser, 'alice');
    await firstValueFrom(site.client('bob').connect());
    await alice.addFriend('bob');
    const file = { name: 'screen.png', mimeType: 'image/png', buffer: await alice.page.screenshot() };
    await alice.slowDown(5_000);

    await alice.page.locator('input[type=file]').setInputFiles(file);
    const progress = alice.messages.getByRole('progressbar', { name: 'Upload' });
    await alice.messages
      .locator('[role=progressbar]:not([aria-valuenow="0"])')
      .waitFor({ state: 'attached' });
    expect(Number(await progress.getAttribute('aria-valuenow'))).toBeLessThan(100);
    await browser.picture(alice.page, 'angular-chat-upload');
    await alice.messages.getByRole('button', { name: 'Cancel' }).click();

    await alice.messages.locator('.bubble').waitFor({ state: 'detached' });
  });

  it('makes a friend and a group by keyboard, and keeps two windows of one person alike', async () => {
    const bob = await site.enter(browser, 'bob', { ...PHONE, colorScheme: 'dark' });
    const one = await site.enter(browser, 'alice');
    const two = await site.enterBeside(browser, one, 'alice');
    await one.page.bringToFront();
    const { keyboard } = one.page;

    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await keyboard.type('bob');
    await keyboard.press('Enter');
    await one.page.getByRole('heading', { name: 'bob', level: 1 }).waitFor();
    await one.page.getByRole('button', { name: 'New group' }).focus();
    await keyboard.press('Enter');
    await keyboard.type('Climbers');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Enter');
    await one.page.getByRole('heading', { name: 'Climbers', level: 1 }).waitFor();
    await keyboard.type('Who climbs on Sunday?');
    await keyboard.press('Enter');
    await bob.chat('Climbers').click();
    await bob.say('I do');
    await two.page.bringToFront();
    await two.chat('Climbers').getByText('bob: I do').waitFor();
    await two.chat('Climbers').click();
    await two.say('Me too');

    for (const window of [one, two, bob]) {
      await window.bubble('Me too').waitFor();
      expect(await window.texts()).toEqual(['Who climbs on Sunday?', 'I do', 'Me too']);
    }
    expect(await one.page.title()).toBe('rxim chat');
    await browser.picture(two.page, 'angular-chat-group');
    await browser.picture(bob.page, 'angular-chat-group-phone-dark');
  });
});
