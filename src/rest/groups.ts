import type { Observable } from 'rxjs';
import type { ChatRecord, GroupChange, GroupInfo, ListedGroup, NewGroup } from '../protocol';
import type { AppData, DataOf } from './app-data';
import { createChannels, type ChannelsApi } from './channels';
import { getChats, pageChats, type ChatsOptions, type ChatsPagingOptions } from './chats';
import type { Request } from './request';

/** Groups: an owner, members, a stored history (guide: `addGroup`, `getGroup`, `listGroups` …). Every call is cold. */
export interface GroupsApi<A extends object> extends ChannelsApi<
  A,
  NewGroup,
  GroupChange,
  GroupInfo<A>,
  ListedGroup<A>
> {
  /** What was said while the caller was a member, oldest first (guide: `getGroupChat`). */
  chats(id: string, options?: ChatsOptions): Observable<readonly ChatRecord[]>;
  /** The same, page after page into the past when asked. */
  chats$(id: string, options?: ChatsPagingOptions): Observable<readonly ChatRecord[]>;
  /** Deletes the history. */
  clearChats(id: string): Observable<void>;
}

export const createGroups = <D extends AppData>(request: Request): GroupsApi<DataOf<D, 'group'>> => ({
  ...createChannels(request, 'groups'),
  chats: (id, options) => getChats(request, ['groups', id, 'chats'], options),
  chats$: (id, options) => pageChats(request, ['groups', id, 'chats'], options),
  clearChats: (id) => request('DELETE', ['groups', id, 'chats']),
});
