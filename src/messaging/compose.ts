import { Observable } from 'rxjs';
import type { ImError } from '../errors';
import { Media, text, type Content, type Peer, type PushShape } from '../protocol';
import type { Delivery } from './delivery';
import type { Draft, FileContent } from './send';

/** The second link of `im.toFriend('bob').text('hi').ok()`: what to say. */
export interface Compose<File> {
  /** The text of the message. */
  text(body: string): Composed;
  /** A file to upload, or the URL of an attachment (of one and its thumbnail). */
  image(file: File | string | readonly string[]): Composed;
  /** A sound: the URL of one that was uploaded, or a file to upload. */
  audio(file: File | string): Composed;
  /** A video: the URL of one that was uploaded, or a file to upload. */
  video(file: File | string): Composed;
}

/** The last links: details, and off it goes. */
export interface Composed {
  /** Anything that the receiver's application should know, at most 1 KiB. */
  remark(remark: string): Composed;
  /** How the offline notification looks. */
  push(push: PushShape): Composed;
  /** Sends now. The observable is hot and replays the last `Delivery`; nobody has to subscribe. */
  ok(): Observable<Delivery>;
  /** Sends at the first subscription; see `im.send()`. */
  send(): Observable<Delivery>;
}

export interface ComposeParts<File> {
  readonly send: (draft: Draft<File>) => Observable<Delivery>;
  /** Errors of messages that nobody watches. */
  readonly report: (error: ImError) => void;
}

export const composeTo = <File>(to: Peer, parts: ComposeParts<File>): Compose<File> => {
  const say = (content: Content | FileContent<File>): Composed => composed({ to, content }, parts);
  const attach = (media: FileContent['media'], file: File | string | readonly string[]): Composed =>
    say(
      typeof file === 'string' || Array.isArray(file)
        ? ({ media, body: file } as Content)
        : { media, file: file as File },
    );
  return {
    text: (body) => say(text(body)),
    image: (file) => attach(Media.Image, file),
    audio: (file) => attach(Media.Audio, file),
    video: (file) => attach(Media.Video, file),
  };
};

const composed = <File>(draft: Draft<File>, parts: ComposeParts<File>): Composed => ({
  remark: (remark) => composed({ ...draft, remark }, parts),
  push: (push) => composed({ ...draft, push }, parts),
  send: () => parts.send(draft),
  ok: () => sendNow(draft, parts),
});

const sendNow = <File>(draft: Draft<File>, { send, report }: ComposeParts<File>): Observable<Delivery> => {
  const delivery$ = send(draft);
  const unwatched = delivery$.subscribe({ error: report });
  return new Observable((subscriber) => {
    const watch = delivery$.subscribe(subscriber);
    // From here on the application watches: errors are its own, and an upload that it turns away from is aborted.
    unwatched.unsubscribe();
    return watch;
  });
};
