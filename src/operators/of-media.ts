import { filter, type OperatorFunction } from 'rxjs';
import type { Content, Media } from '../protocol';

/** A message whose content is known to be of this kind. */
export type WithMedia<M, K extends Media> = M & { readonly content: Extract<Content, { readonly media: K }> };

/** Lets through messages with this kind of content, and tells the compiler so: `ofMedia(Media.Image)`. */
export const ofMedia = <M extends { readonly content: Content }, K extends Media>(
  media: K,
): OperatorFunction<M, WithMedia<M, K>> =>
  filter((message): message is WithMedia<M, K> => message.content.media === media);
