import type { Observable } from 'rxjs';
import type { Request } from './request';

/** An application's own data about users, groups or rooms. Every call is cold. */
export interface AttributesApi<A extends object> {
  /** All of them. */
  get(id: string): Observable<A>;
  /** One of them; error 5004 if it is not set. */
  getOne<K extends keyof A & string>(id: string, name: K): Observable<NonNullable<A[K]>>;
  /** Sets these and leaves the others. */
  set(id: string, attributes: Partial<A>): Observable<void>;
  /** Sets these and removes the others. */
  replace(id: string, attributes: A): Observable<void>;
  /** Removes all. */
  clear(id: string): Observable<void>;
}

export const createAttributes = <A extends object>(request: Request, root: string): AttributesApi<A> => {
  const at = (id: string, ...name: string[]) => [root, id, 'attributes', ...name];
  return {
    get: (id) => request('GET', at(id)),
    getOne: (id, name) => request('GET', at(id, name)),
    set: (id, body) => request('POST', at(id), { body, repeatable: true }),
    replace: (id, body) => request('PUT', at(id), { body }),
    clear: (id) => request('DELETE', at(id)),
  };
};
