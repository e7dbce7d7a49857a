import { map, Observable, switchMap } from 'rxjs';
import { urlsGuard } from '../protocol';
import type { Request } from './request';
import { formOf, type UploadOptions, type UploadSource } from './upload-source';

/** What an upload tells: how far it is, in whole percent, and at last where the file is. */
export type Upload =
  | { readonly type: 'progress'; readonly percent: number }
  /** The file's URL and, of an image, that of its thumbnail. */
  | { readonly type: 'done'; readonly urls: readonly [url: string, ...thumbnail: string[]] };

/** Files that messages refer to (guide: `attachment`). */
export interface AttachmentsApi {
  /**
   * Uploads a file. Cold: one upload a subscription, aborted by unsubscribing. A failed one begins again by itself, since a
   * file that nothing refers to does no harm; `percent` falls then. Errors: 5007 for a broken image, 5011 for too large a
   * file.
   */
  upload(source: UploadSource, options?: UploadOptions): Observable<Upload>;
}

export const createAttachments = (request: Request): AttachmentsApi => ({
  upload: (source, options) => {
    const form$ = formOf(source, options);
    return new Observable((subscriber) => {
      let last = -1;
      const onProgress = (part: number): void => {
        const percent = Math.floor(part * 100);
        if (percent !== last) subscriber.next({ type: 'progress', percent: (last = percent) });
      };
      const upload = (body: FormData): Observable<Upload> =>
        request('POST', ['attachment'], { body, repeatable: true, guard: urlsGuard, onProgress }).pipe(
          map((urls) => ({ type: 'done', urls })),
        );
      return form$.pipe(switchMap(upload)).subscribe(subscriber);
    });
  },
});
