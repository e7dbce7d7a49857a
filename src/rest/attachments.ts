import type { Observable } from 'rxjs';
import { lazily } from './lazily';
import type { Request } from './request';
import type { UploadOptions, UploadSource } from './upload-source';
import type { Upload } from './upload-step';

/** Files that messages refer to (guide: `attachment`). */
export interface AttachmentsApi {
  /**
   * Uploads a file. Cold: one upload a subscription, aborted by unsubscribing. A failed one begins again by itself, since a
   * file that nothing refers to does no harm; `percent` falls then. Errors: 5007 for a broken image, 5011 for too large a
   * file.
   */
  upload(source: UploadSource, options?: UploadOptions): Observable<Upload>;
}

/** The code of uploads is loaded with the first of them. */
export const createAttachments = (
  request: Request,
  fetch: typeof globalThis.fetch | undefined,
): AttachmentsApi => ({
  upload: (source, options) =>
    lazily(
      () => import('./upload'),
      ({ upload }) => upload(request, source, options, fetch),
    ),
});
