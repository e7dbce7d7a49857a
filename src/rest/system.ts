import type { Observable } from 'rxjs';
import type { SystemMessage } from '../protocol';
import type { Request } from './request';

/** System messages: the administrator's, so they need the master key. Cold; not repeated by itself, lest they come twice. */
export interface SystemApi {
  /** To everyone who is online (guide: `sysToAll`). */
  toAll(message: SystemMessage): Observable<void>;
  /** Guide: `sysToUser`. */
  toUser(id: string, message: SystemMessage): Observable<void>;
  /** To a group's members (guide: `sysToGroup`). */
  toGroup(id: string, message: SystemMessage): Observable<void>;
  /** To those who are in a room (guide: `sysToRoom`). */
  toRoom(id: string, message: SystemMessage): Observable<void>;
}

export const createSystem = (request: Request): SystemApi => ({
  toAll: (body) => request('POST', ['system'], { body }),
  toUser: (id, body) => request('POST', ['system', id], { body }),
  toGroup: (id, body) => request('POST', ['system', id], { body, query: { group: true } }),
  toRoom: (id, body) => request('POST', ['system', id], { body, query: { room: true } }),
});
