import type { Observable } from 'rxjs';
import { idGuard, type Attributes, type ChatRecord } from '../protocol';
import { getChats, pageChats, type ChatsOptions, type ChatsPagingOptions } from './chats';
import type { Request } from './request';

/** Guests: visitors without an account. Every call is cold. */
export interface PassengersApi {
  /** Creates a guest, or updates the one with this id; emits the id (guide: `addOrModifyPassenger`). */
  save(passenger: Readonly<{ id?: string } & Record<string, unknown>>): Observable<string>;
  /** A guest's attributes; error 5004 if there is no such guest (guide: `getPassenger`). */
  get(id: string): Observable<Attributes>;
  /** What the guest and the user wrote, oldest first (guide: `getPassengerRecentChat`). */
  chats(id: string, user: string, options?: ChatsOptions): Observable<readonly ChatRecord[]>;
  /** The same, page after page into the past when asked. */
  chats$(id: string, user: string, options?: ChatsPagingOptions): Observable<readonly ChatRecord[]>;
}

export const createPassengers = (request: Request): PassengersApi => {
  const chatsOf = (id: string, user: string) => ['passengers', id, 'chats', user];
  return {
    save: (body) =>
      request('POST', ['passengers'], { body, repeatable: body.id !== undefined, guard: idGuard }),
    get: (id) => request('GET', ['passengers', id]),
    chats: (id, user, options) => getChats(request, chatsOf(id, user), options),
    chats$: (id, user, options) => pageChats(request, chatsOf(id, user), options),
  };
};
