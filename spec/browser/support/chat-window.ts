import type { Locator, Page } from 'playwright-core';

/** A window of browser-chat or angular-chat, by what a person does in it and sees of it. */
export class ChatWindow {
  constructor(readonly page: Page) {}

  get banner(): Locator {
    return this.page.locator('#banner');
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  /** Bubbles with this text. */
  bubble(text: string): Locator {
    return this.messages.locator('.bubble', { hasText: text });
  }

  /** The row of a chat in the list. */
  chat(name: string): Locator {
    return this.page
      .getByRole('navigation', { name: 'Chats' })
      .getByRole('link')
      .filter({
        has: this.page.locator('.name', { hasText: name }),
      });
  }

  get friends(): Locator {
    return this.page.getByRole('region', { name: 'Friends' });
  }

  /** `presence`: only as long as the friend is that. */
  friend(name: string, presence: 'online' | 'offline' | '' = ''): Locator {
    return this.friends.getByRole('link', { name: new RegExp(`^${name}.*${presence}$`) });
  }

  async say(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Message' });
    await field.fill(text);
    await field.press('Enter');
  }

  async addFriend(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a friend' }).click();
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
    await this.friend(name).waitFor();
  }

  async makeGroup(name: string, members: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'New group' }).click();
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name);
    for (const member of members) await this.page.getByRole('checkbox', { name: member }).check();
    await this.page.getByRole('button', { name: 'Create' }).click();
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  /** What was said, oldest first, of what is loaded. */
  async texts(): Promise<string[]> {
    return this.messages
      .locator('.bubble .words')
      .evaluateAll((words) => words.map(({ textContent }) => textContent));
  }

  /** Pixels that a picture really has, once it is there. */
  async widthOf(picture: Locator): Promise<number> {
    return picture.evaluate(async (img: HTMLImageElement) => {
      await img.decode();
      return img.naturalWidth;
    });
  }

  /** Scrolls to the top and waits for what is older; throws if what was on top moved by more than a hair. */
  async scrollBack(): Promise<void> {
    const moved = await this.messages.evaluate(async (log) => {
      log.scrollTop = 0;
      const top = log.querySelector('.message');
      const before = top?.getBoundingClientRect().top ?? NaN;
      await new Promise<void>((resolve) => {
        const changes = new MutationObserver(() => {
          if (log.querySelector('.message') === top) return;
          changes.disconnect();
          resolve();
        });
        changes.observe(log, { childList: true, subtree: true });
      });
      return Math.abs((top?.getBoundingClientRect().top ?? NaN) - before);
    });
    if (!(moved < 2)) throw new Error(`What was read moved by ${moved} pixels`);
  }

  async scrollToTop(): Promise<void> {
    await this.messages.evaluate((log) => {
      const scrolled = new Promise((resolve) => log.addEventListener('scrollend', resolve, { once: true }));
      log.scrollTop = 0;
      return scrolled;
    });
  }

  /** From now on what the page sends leaves at this many bytes a second. */
  async slowDown(uploadThroughput: number): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  }

  async isAtEnd(): Promise<boolean> {
    return this.messages.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop < 2);
  }
}
