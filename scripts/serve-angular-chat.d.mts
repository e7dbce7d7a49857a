import type { Page } from './serve-page.mjs';

export interface AngularChatOptions {
  readonly server: string;
  readonly appId: string;
  readonly clientKey: string;
  readonly port?: number;
}

export function serveAngularChat(options: AngularChatOptions): Promise<Page>;
