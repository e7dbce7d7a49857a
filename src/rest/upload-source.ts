import { defer, from, map, of, reduce, share, ReplaySubject, type Observable } from 'rxjs';
import { RefusedError } from '../errors';
import { ErrorCode } from '../protocol';

/**
 * A file to upload: whole (`File` and `Buffer` are among these), in a form that holds it, or as a stream of its parts (a
 * stream of Node's, a ReadableStream).
 */
export type UploadSource =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | FormData
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/** What is known of a file besides its bytes. */
export interface UploadOptions {
  /** Name of the file. @default that of the `File`, else `file` */
  readonly name?: string;
  /** Media type, where the source does not tell. The server looks at the content, whatever this says. */
  readonly type?: string;
  /** Bytes of a stream that are read at the most; a longer one is error 5011. @default 20 MB, the server's limit */
  readonly limit?: number;
}

/** The form to send. A stream is read at the first subscription; later ones get what was read then. */
export const formOf = (source: UploadSource, options: UploadOptions = {}): Observable<FormData> => {
  if (source instanceof FormData) return of(source);
  return blobOf(source, options).pipe(
    map((blob) => {
      const form = new FormData();
      form.append('attachment', blob, options.name ?? ('name' in blob ? (blob.name as string) : 'file'));
      return form;
    }),
  );
};

const blobOf = (
  source: Exclude<UploadSource, FormData>,
  { type = '', limit = 20 * 1024 * 1024 }: UploadOptions,
): Observable<Blob> => {
  if (source instanceof Blob) return of(source);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source))
    return of(new Blob([source as BlobPart], { type }));
  return defer(() => from(source as AsyncIterable<Uint8Array | string>)).pipe(
    reduce(
      ({ parts, size }, part) => {
        const sum = size + (typeof part === 'string' ? new Blob([part]).size : part.byteLength);
        if (sum > limit)
          throw new RefusedError(ErrorCode.FileTooLarge, `The file is longer than ${limit} bytes`);
        parts.push(part as BlobPart);
        return { parts, size: sum };
      },
      { parts: [] as BlobPart[], size: 0 },
    ),
    map(({ parts }) => new Blob(parts, { type })),
    share({
      connector: () => new ReplaySubject(1),
      resetOnComplete: false,
      resetOnError: false,
      resetOnRefCountZero: false,
    }),
  );
};
