import { catchError, defer, switchMap, type Observable } from 'rxjs';
import { NetworkError } from '../errors';

/** Uses a module that is loaded with its first use. The platform keeps what it has loaded; a load that failed is tried again. */
export const lazily = <M, T>(load: () => Promise<M>, use: (module: M) => Observable<T>): Observable<T> =>
  defer(load).pipe(
    catchError((cause: unknown) => {
      throw new NetworkError('A part of rxim could not be loaded', { cause });
    }),
    switchMap(use),
  );
