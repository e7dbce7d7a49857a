import type { Locator, Page } from 'playwright-core';

/** A window of the lobby, by what a player does in it and sees of it. */
export class LobbyWindow {
  constructor(readonly page: Page) {}

  /** The line that tells what there is to do. */
  status(text: string): Locator {
    return this.page.locator('.status').getByText(text);
  }

  seat(name: string): Locator {
    return this.page.getByRole('list', { name: 'Seats' }).getByRole('listitem').filter({ hasText: name });
  }

  room(name: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: name });
  }

  get chat(): Locator {
    return this.page.getByRole('log', { name: 'Chat' });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** Has the page connect at once, unless it is about to by itself: then the button is gone. */
  async tryNow(): Promise<void> {
    await this.page
      .getByRole('button', { name: 'Try now' })
      .evaluateAll(([button]) => (button as HTMLElement | undefined)?.click());
  }

  async say(words: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Say something' });
    await field.fill(words);
    await field.press('Enter');
  }

  /** Waits for its turn and drops a disc, by a click. */
  async drop(column: number): Promise<void> {
    await this.status('Your turn').waitFor();
    await this.press(new RegExp(`^Column ${column},`));
  }

  /** The same by keyboard. */
  async type(column: number): Promise<void> {
    await this.status('Your turn').waitFor();
    await this.page.keyboard.press(String(column));
  }
}
