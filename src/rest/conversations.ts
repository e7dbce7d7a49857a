import type { Observable } from 'rxjs';
import { conversationsGuard, type ConversationInfo } from '../protocol';
import type { Request } from './request';

/** A user's conversations, those with the newest message first (PROTOCOL.md, section 8). Cold. */
export const conversationsOf = (request: Request, self: string): Observable<readonly ConversationInfo[]> =>
  request('GET', ['ctx', self, 'conversations'], { guard: conversationsGuard });
