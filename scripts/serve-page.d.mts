export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly folder: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
  readonly server: string;
  readonly port?: number;
}

export function servePage(options: PageOptions): Promise<Page>;
