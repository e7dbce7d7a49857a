import type { Page } from './serve-page.mjs';

export interface LobbyPageOptions {
  readonly server: string;
  readonly appId: string;
  readonly clientKey: string;
  readonly port?: number;
}

export function serveLobby(options: LobbyPageOptions): Promise<Page>;
