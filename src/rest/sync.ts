import type { Observable } from 'rxjs';
import { syncAnswerGuard, type SyncAnswer, type SyncRequest } from '../protocol';
import type { Request } from './request';

/** What a device has missed (PROTOCOL.md, "Sync"). Cold. */
export type Sync = (self: string, body: SyncRequest) => Observable<SyncAnswer>;

export const createSync =
  (request: Request): Sync =>
  (self, body) =>
    request('POST', ['ctx', self, 'sync'], { body, repeatable: true, guard: syncAnswerGuard });
