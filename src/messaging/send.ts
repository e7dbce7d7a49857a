import { catchError, concat, defer, NEVER, type Observable, of, ReplaySubject, share, switchMap } from 'rxjs';
import { receiverKey, type Content, type Media, type Peer, type PushShape, type Say } from '../protocol';
import type { Delivery } from './delivery';
import type { Outbox } from './outbox';

/** A message whose body is a file that has to be uploaded first. */
export interface FileContent<File = unknown> {
  readonly media: Exclude<Media, typeof Media.Text>;
  /** Uploaded when the message is sent, and again if that fails. */
  readonly file: File;
}

/** A message to send. */
export interface Draft<File = unknown> {
  /** Who gets it: `friend(id)`, `group(id)`, … */
  readonly to: Peer;
  /** What it says: `text(…)`, a file that was uploaded, or one to upload. */
  readonly content: Content | FileContent<File>;
  /** Anything that the receiver's application should know, at most 1 KiB. */
  readonly remark?: string;
  /** How the offline notification looks. */
  readonly push?: PushShape;
  /**
   * The message's identity: what is sent again under the same `cid` is stored once. A bot that derives it from what it
   * answers can crash and answer again without doubling.
   * @default a random one, minted at the call
   */
  readonly cid?: string;
}

/** How far an upload is: percentages, then the URLs of the file and, for an image, its thumbnail. */
export type Upload<File> = (
  file: File,
) => Observable<{ readonly percent: number } | { readonly urls: readonly string[] }>;

export interface SenderParts<File> {
  readonly outbox: Outbox;
  readonly upload: Upload<File>;
  readonly mint: () => string;
}

/**
 * Sends one message, cold: it enters the outbox at the first subscription, and any later one watches that same message.
 * Subscribing again after an error sends it again under the same `cid`, so that `retry()` doubles nothing.
 */
export const createSend =
  <File>({ outbox, upload, mint }: SenderParts<File>) =>
  ({ to, content, remark, push, cid = mint() }: Draft<File>): Observable<Delivery> => {
    let queued$: Observable<Delivery> | undefined;
    const enqueue = (ready: Content): Observable<Delivery> => {
      const say: Say = {
        to,
        content: ready,
        cid,
        remark,
        push,
      };
      queued$ = outbox.add({ cid, lane: receiverKey(to), say }).pipe(
        catchError((error: unknown) => {
          queued$ = undefined;
          throw error;
        }),
      );
      return queued$;
    };
    if (!('file' in content)) return defer(() => queued$ ?? enqueue(content));

    // Several watchers, one upload; when the last of them leaves, the upload is aborted.
    const uploaded$ = upload(content.file).pipe(
      switchMap((step) =>
        'urls' in step
          ? enqueue(fileContent(content.media, step.urls))
          : concat(of<Delivery>({ state: 'uploading', cid, percent: step.percent }), NEVER),
      ),
      share({ connector: () => new ReplaySubject(1), resetOnComplete: false }),
    );
    return defer(() => queued$ ?? uploaded$);
  };

/** An image travels as its address and its thumbnail's, everything else as its address. */
const fileContent = (media: FileContent['media'], urls: readonly string[]): Content => ({
  media,
  body: urls.length > 1 ? urls : (urls[0] ?? ''),
});
