import { firstValueFrom, lastValueFrom } from 'rxjs';
import { describeInBrowser } from './support/browser';
import { ChatSite, DESKTOP, PHONE } from './support/chat-site';

jest.setTimeout(60_000);

describeInBrowser('browser-chat', (browser) => {
  let site: ChatSite;
  beforeEach(async () => {
    site = await ChatSite.open();
  });
  afterEach(() => site.close());

  it('lets a person in by name, and back in after a reload', async () => {
    const page = await browser.open(site.url, DESKTOP);
    await browser.picture(page, 'browser-chat-login');
    await page.getByRole('textbox', { name: 'Your name' }).fill('alice');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await page.reload();
    await page.getByRole('navigation', { name: 'Chats' }).waitFor();

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  });

  it('says why somebody is not let in', async () => {
    const page = await browser.open(`${site.url}?user=not%20a%20name`);

    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();

    expect(await page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('not a name');
  });

  it('lets two people chat: presence, texts both ways, what is unread', async () => {
    const bob = await site.enter(browser, 'bob', PHONE);
    const alice = await site.enter(browser, 'alice');
    await alice.addFriend('bob');
    await alice.friend('bob', 'online').waitFor();
    await bob.friend('alice', 'online').waitFor();

    await alice.say('Hi Bob!');
    await bob.chat('alice').getByText('1 unread').waitFor();
    expect(await bob.page.title()).toBe('(1) rxim chat');
    await browser.picture(bob.page, 'browser-chat-list-phone');
    await bob.chat('alice').click();
    await bob.bubble('Hi Bob!').waitFor();
    await bob.page.getByRole('link', { name: 'Back to all chats' }).click();
    await bob.chat('alice').waitFor();
    expect(await bob.chat('alice').innerText()).not.toContain('unread');

    await bob.chat('alice').click();
    await bob.say('Hello Alice.\nHow are you?');
    await alice.bubble('How are you?').waitFor();
    await alice.bubble('Hi Bob!').getByText(', sent').waitFor();
    await browser.picture(bob.page, 'browser-chat-friend-phone');

    await bob.page.close();
    await alice.friend('bob', 'offline').waitFor();
  });

  it('shows a picture on both sides: small in the conversation, in full when it is chosen', async () => {
    const bob = await site.enter(browser, 'bob', PHONE);
    const alice = await site.enter(browser, 'alice');
    await alice.addFriend('bob');
    const file = { name: 'screen.png', mimeType: 'image/png', buffer: await alice.page.screenshot() };

    await alice.page.locator('input[type=file]').setInputFiles(file);
    await alice.messages.getByAltText('Photo that you sent').waitFor();
    await bob.chat('alice').getByText('Photo').waitFor();
    await bob.chat('alice').click();
    const picture = bob.messages.getByAltText('Photo from alice');
    await picture.waitFor();

    expect(await bob.widthOf(bob.messages.locator('.thumbnail'))).toBe(128);
    expect(await bob.widthOf(picture)).toBe(1280);
    await browser.picture(bob.page, 'browser-chat-picture-phone');
    await picture.click();
    expect(await bob.widthOf(bob.page.getByRole('dialog').getByRole('img'))).toBe(1280);
    await bob.page.keyboard.press('Escape');
    await bob.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('shows how far an upload is, and ends it when told to', async () => {
    const alice = await site.enter(browser, 'alice');
    site.client('bob').connect();
    await alice.addFriend('bob');
    const file = { name: 'screen.png', mimeType: 'image/png', buffer: await alice.page.screenshot() };
    await alice.slowDown(5_000);

    await alice.page.locator('input[type=file]').setInputFiles(file);
    const progress = alice.messages.getByRole('progressbar', { name: 'Upload' });
    await alice.messages
      .locator('[role=progressbar]:not([aria-valuenow="0"])')
      .waitFor({ state: 'attached' });
    expect(Number(await progress.getAttribute('aria-valuenow'))).toBeLessThan(100);
    await browser.picture(alice.page, 'browser-chat-upload');
    await alice.messages.getByRole('button', { name: 'Cancel' }).click();

    await alice.messages.locator('.bubble').waitFor({ state: 'detached' });
  });

  it('can be used by keyboard alone', async () => {
    const alice = await site.enter(browser, 'alice');
    const { keyboard } = alice.page;
    await firstValueFrom(site.client('bob').connect());

    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await alice.page.getByRole('dialog', { name: 'Add a friend' }).waitFor();
    await keyboard.press('Escape');
    await alice.page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.press('Enter');
    await keyboard.type('bob');
    await keyboard.press('Enter');
    await alice.page.getByRole('heading', { name: 'bob', level: 1 }).waitFor();
    await keyboard.type('Without a mouse');
    await keyboard.press('Enter');

    await alice.bubble('Without a mouse').getByText(', sent').waitFor();
  });

  it('keeps two windows of one person alike', async () => {
    const bob = site.client('bob');
    const one = await site.enter(browser, 'alice');
    const two = await site.enterBeside(browser, one, 'alice');
    await firstValueFrom(bob.connect());
    await one.addFriend('bob');
    await two.page.bringToFront();

    await lastValueFrom(bob.toFriend('alice').text('Which window?').ok());
    await two.chat('bob').getByText('1 unread').waitFor();
    await two.chat('bob').click();
    await two.say('This one');
    await one.bubble('This one').getByText(', sent').waitFor();

    expect(await one.texts()).toEqual(['Which window?', 'This one']);
    expect(await one.page.title()).toBe('rxim chat');
  });

  it('lets a group chat, and tells a member who was removed that nothing is sent any more', async () => {
    const bob = await site.enter(browser, 'bob', PHONE);
    const carol = await site.enter(browser, 'carol', { ...DESKTOP, colorScheme: 'dark' });
    const alice = await site.enter(browser, 'alice');
    await alice.addFriend('bob');
    await alice.addFriend('carol');

    await alice.makeGroup('Climbers', ['bob', 'carol']);
    await alice.say('Who climbs on Sunday?');
    for (const { window, answer } of [
      { window: bob, answer: 'I do' },
      { window: carol, answer: 'Me too' },
    ]) {
      await window.chat('Climbers').click();
      await window.bubble('Who climbs on Sunday?').waitFor();
      await window.say(answer);
      await alice.bubble(answer).waitFor();
    }
    await Promise.all([alice, bob, carol].map((window) => window.bubble('Me too').waitFor()));
    for (const window of [alice, bob, carol]) {
      expect(await window.texts()).toEqual(['Who climbs on Sunday?', 'I do', 'Me too']);
    }
    await browser.picture(alice.page, 'browser-chat-group');
    await browser.picture(bob.page, 'browser-chat-group-phone');
    await browser.picture(carol.page, 'browser-chat-group-dark');

    const owner = site.client('alice');
    await firstValueFrom(owner.connect());
    const [group = ''] = await lastValueFrom(owner.groups.list('alice'));
    await lastValueFrom(owner.groups.removeMembers(group, ['carol']));
    await carol.say('Am I still here?');
    await carol.messages.getByRole('alert').filter({ hasText: 'Not sent' }).waitFor();
    await carol.messages.getByRole('button', { name: 'Discard' }).click();
    await carol.bubble('Am I still here?').waitFor({ state: 'detached' });
  });

  it('goes on after a restart of the server with nothing lost and nothing twice', async () => {
    const bob = await site.enter(browser, 'bob', PHONE);
    const alice = await site.enter(browser, 'alice');
    await alice.addFriend('bob');
    await alice.say('before');
    await bob.chat('alice').click();
    await bob.bubble('before').waitFor();

    await site.stop();
    for (const window of [alice, bob]) await window.banner.getByText('No connection').waitFor();
    await alice.say('meanwhile, from alice');
    await alice.bubble('meanwhile').getByText('waiting to be sent').waitFor();
    await browser.picture(alice.page, 'browser-chat-offline');
    await browser.picture(bob.page, 'browser-chat-offline-phone');

    await site.restart();
    for (const window of [alice, bob]) await window.banner.waitFor({ state: 'hidden' });
    await alice.bubble('meanwhile').getByText(', sent').waitFor();
    await bob.bubble('meanwhile').waitFor();
    await bob.say('after');
    await alice.bubble('after').waitFor();

    const all = ['before', 'meanwhile, from alice', 'after'];
    expect(await alice.texts()).toEqual(all);
    expect(await bob.texts()).toEqual(all);
    await alice.page.reload();
    await alice.bubble('after').waitFor();
    expect(await alice.texts()).toEqual(all);
  });

  it('scrolls back through the history without moving what is read', async () => {
    const alice = await site.enter(browser, 'alice');
    const texts = await site.fill(alice, 100);
    await alice.page.reload();
    await alice.bubble('Number 100 of 100').waitFor();
    expect(await alice.bubble('Number 1 of').count()).toBe(0);

    for (let pages = 0; (await alice.bubble('Number 1 of').count()) === 0; pages++) {
      expect(pages).toBeLessThan(10);
      await alice.scrollBack();
    }

    expect(await alice.texts()).toEqual(texts);
    await alice.messages.getByText('This is where the conversation begins').waitFor();
    await browser.picture(alice.page, 'browser-chat-history');
  });

  it('fills a window that is taller than a page of history', async () => {
    const alice = await site.enter(browser, 'alice', { viewport: { width: 1280, height: 3000 } });
    await site.fill(alice, 100);
    await alice.page.reload();

    await alice.bubble('Number 20 of 100').waitFor();

    expect(await alice.isAtEnd()).toBe(true);
  });

  it('tells of new messages while older ones are read', async () => {
    const bob = site.client('bob');
    const alice = await site.enter(browser, 'alice');
    await site.fill(alice, 40, bob);
    await alice.scrollToTop();

    await lastValueFrom(bob.toFriend('alice').text('Look!').ok());
    await alice.page.getByRole('button', { name: '1 new message' }).click();

    await alice.bubble('Look!').waitFor();
    expect(await alice.isAtEnd()).toBe(true);
    await alice.page.getByRole('button', { name: '1 new message' }).waitFor({ state: 'hidden' });
  });
});
