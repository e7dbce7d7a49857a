import type { Page } from './serve-page.mjs';

export interface BrowserChatOptions {
  readonly server: string;
  readonly appId: string;
  readonly clientKey: string;
  readonly people?: readonly string[];
  readonly port?: number;
}

export function serveBrowserChat(options: BrowserChatOptions): Promise<Page>;
