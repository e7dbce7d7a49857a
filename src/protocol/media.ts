/** What a message carries (guide: 消息内容 `content.media`). */
export const Media = { Text: 0, Image: 1, Audio: 2, Video: 3 } as const;
export type Media = (typeof Media)[keyof typeof Media];

/** `body` is the text itself. */
export interface TextContent {
  readonly media: typeof Media.Text;
  readonly body: string;
}

/** `body` is the URL of the attachment; clients of 2016 send the list that the upload answered: `[original, thumbnail]`. */
export interface ImageContent {
  readonly media: typeof Media.Image;
  readonly body: string | readonly string[];
}

/** `body` is the URL of the attachment; clients of 2016 send it as a list. */
export interface AudioContent {
  readonly media: typeof Media.Audio;
  readonly body: string | readonly string[];
}

/** `body` is the URL of the attachment; clients of 2016 send it as a list. */
export interface VideoContent {
  readonly media: typeof Media.Video;
  readonly body: string | readonly string[];
}

/** What a message says: `media` tells which. */
export type Content = TextContent | ImageContent | AudioContent | VideoContent;

/** A text. */
export const text = (body: string): TextContent => ({ media: Media.Text, body });
/** An image, by the URL that its upload answered. */
export const image = (body: string | readonly string[]): ImageContent => ({ media: Media.Image, body });
/** A sound, by the URL that its upload answered. */
export const audio = (body: string): AudioContent => ({ media: Media.Audio, body });
/** A video, by the URL that its upload answered. */
export const video = (body: string): VideoContent => ({ media: Media.Video, body });
