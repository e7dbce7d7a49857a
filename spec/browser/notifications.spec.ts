import { firstValueFrom, lastValueFrom } from 'rxjs';
import { describeInBrowser } from './support/browser';
import { ChatSite, PHONE } from './support/chat-site';
import { PushService } from './support/push-service';

jest.setTimeout(60_000);

describeInBrowser(
  'browser-chat',
  (browser) => {
    const sites: ChatSite[] = [];
    afterEach(() => Promise.all(sites.splice(0).map((site) => site.close())));

    it('notifies whoever is away, and a click on the notification leads to the conversation', async () => {
      const site = await ChatSite.open();
      sites.push(site);
      const bob = await site.enter(browser, 'bob', PHONE);
      const service = await PushService.for(bob.page);
      await browser.picture(bob.page, 'browser-chat-bell-phone');
      await bob.page.getByRole('button', { name: 'Turn on notifications' }).click();
      const bell = bob.page.getByRole('button', { name: 'Turn off notifications' });
      await bell.waitFor();
      await browser.picture(bob.page, 'browser-chat-bell-on-phone');
      const worker = await service.worker();
      const alice = site.client('alice');
      await firstValueFrom(alice.connect());

      await bob.page.goto('about:blank');
      await lastValueFrom(alice.toUser('bob').text('Wake up!').ok());
      await service.deliver();
      expect(await worker.shown(1)).toEqual([{ title: 'alice', body: 'Wake up!' }]);
      expect(await worker.click()).toBe(`${site.url}#u/alice`);
      expect(await worker.shown(0)).toEqual([]);

      await service.deliverAgain();
      await bob.page.goto(site.url);
      await bob.chat('alice').waitFor();
      await worker.click();
      await bob.page.getByRole('heading', { name: 'alice', level: 1 }).waitFor();
      await bob.bubble('Wake up!').waitFor();

      await bob.page.goto(site.url);
      await bell.click();
      await bob.page.getByRole('button', { name: 'Turn on notifications' }).waitFor();
    });
  },
  { whole: true },
);
