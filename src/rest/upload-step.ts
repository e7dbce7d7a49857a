/** What an upload tells: how far it is, in whole percent, and at last where the file is. */
export type Upload =
  | { readonly type: 'progress'; readonly percent: number }
  /** The file's URL and, of an image, that of its thumbnail. */
  | { readonly type: 'done'; readonly urls: readonly [url: string, ...thumbnail: string[]] };
