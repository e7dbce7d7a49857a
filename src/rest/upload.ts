import { map, Observable, switchMap } from 'rxjs';
import { urlsGuard } from '../protocol';
import type { Request } from './request';
import { formOf, type UploadOptions, type UploadSource } from './upload-source';
import type { Upload } from './upload-step';
import { watchedExchange } from './watched';
import { xhrExchange } from './xhr';

/** Uploads a file: cold, one upload a subscription. */
export const upload = (
  request: Request,
  source: UploadSource,
  options: UploadOptions | undefined,
  fetch: typeof globalThis.fetch | undefined,
): Observable<Upload> => {
  const form$ = formOf(source, options);
  // A browser does not tell through fetch how much has left; who brings a fetch of its own wants that one used.
  const isBrowser = fetch === undefined && typeof XMLHttpRequest !== 'undefined';
  const through = isBrowser ? () => xhrExchange : watchedExchange;
  return new Observable((subscriber) => {
    let last = -1;
    const onProgress = (part: number): void => {
      const percent = Math.floor(part * 100);
      if (percent !== last) subscriber.next({ type: 'progress', percent: (last = percent) });
    };
    const send = (body: FormData): Observable<Upload> =>
      request('POST', ['attachment'], {
        body,
        repeatable: true,
        guard: urlsGuard,
        through,
        onProgress,
      }).pipe(map((urls) => ({ type: 'done', urls })));
    return form$.pipe(switchMap(send)).subscribe(subscriber);
  });
};
