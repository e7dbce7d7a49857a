import { Media, type Message, type System } from 'rxim/protocol';
import type { PushNotification } from '../ports/push-provider';

/** What is left of a notification where there is not enough room for all of it. */
export interface Fitted {
  readonly body: string;
  readonly parrot: Partial<Message | System>;
  /** The message is not whole. */
  readonly truncated: boolean;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Beginnings of a text by what readers take for characters: an emoji of five code points is one. */
const cutter = (text: string, most: number): ((n: number) => string) => {
  // A character has at least one byte, so what is beyond the limit can be left out before looking closer.
  const parts = [...graphemes.segment(text.slice(0, most))].map(({ segment }) => segment);
  // The last one may be half of what it was before.
  if (text.length > most) parts.pop();
  return (n) => (n >= parts.length && text.length <= most ? text : `${parts.slice(0, n).join('')}…`);
};

/**
 * Renders a notification as JSON of at most `limit` bytes. First the text gets shorter, in the notification and in the message
 * alike; then remark and content go, which the client loads when it syncs; then the text goes.
 */
export const fit = (
  notification: PushNotification,
  limit: number,
  render: (fitted: Fitted) => unknown,
): string => {
  const { prefix, text, suffix, parrot } = notification;
  const { content } = parrot;
  const write = (fitted: Fitted): string => JSON.stringify(render(fitted));
  const fits = (json: string): boolean => Buffer.byteLength(json) <= limit;

  const whole = write({ body: prefix + text + suffix, parrot, truncated: false });
  if (fits(whole)) return whole;

  const shown = cutter(text, limit);
  const said = content.media === Media.Text ? cutter(content.body, limit) : undefined;
  const shortened = (n: number): string =>
    write({
      body: prefix + shown(n) + suffix,
      parrot: said ? { ...parrot, content: { media: Media.Text, body: said(n) } } : parrot,
      truncated: true,
    });
  const longest = longestThat(limit, (n) => fits(shortened(n)));
  if (longest > 0) return shortened(longest);

  const { content: _content, remark: _remark, ...bare } = parrot;
  const bareWith = (n: number): string =>
    write({ body: prefix + shown(n) + suffix, parrot: bare, truncated: true });
  const most = longestThat(limit, (n) => fits(bareWith(n)));
  return most > 0 ? bareWith(most) : write({ body: '', parrot: bare, truncated: true });
};

/** The greatest number up to `most` that still `fits`, or 0. */
const longestThat = (most: number, fits: (n: number) => boolean): number => {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};
