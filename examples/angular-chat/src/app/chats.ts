import { computed, inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { group, PeerType, type ChatRecord, type Peer } from 'rxim';
import { injectConversations, injectIm, injectImState, injectRoster } from 'rxim/angular';
import { catchError, EMPTY, filter, merge, switchMap } from 'rxjs';
import { addressOf, keyOf, summaryOf } from './peers';
import { Session } from './session';
import { shortTimeOf } from './time';

/** A row of the left column. */
export interface Chat {
  readonly key: string;
  readonly link: readonly string[];
  readonly name: string;
  readonly group: boolean;
  readonly online: boolean | undefined;
  /** The last thing that was said. */
  readonly said: string;
  readonly time: string;
  readonly unread: number;
}

/** What the page shows of friends, groups and conversations. */
@Injectable({ providedIn: 'root' })
export class Chats {
  readonly #im = injectIm();
  readonly #self = inject(Session).user;
  readonly #state = injectImState();
  readonly #roster = injectRoster();
  readonly #conversations = injectConversations();
  /** Conversations know groups by id only. */
  readonly #groups = toSignal(
    merge(
      this.#im.state$.pipe(filter(({ name }) => name === 'online')),
      this.#im.change$.pipe(filter(({ kind }) => kind === 'group')),
    ).pipe(
      // What cannot be loaded now is loaded at the next login.
      switchMap(() => this.#im.groups.listDetailed(this.#self()).pipe(catchError(() => EMPTY))),
    ),
    { initialValue: [] },
  );
  readonly #groupsById = computed(() => new Map(this.#groups().map((each) => [each.id, each])));

  /** Those who are there first; without a connection nobody can know who is. */
  readonly friends = computed(() => {
    const known = this.#state().name === 'online';
    return (this.#roster() ?? [])
      .map(({ id, online }) => ({ id, online: known ? online : undefined }))
      .sort((a, b) => Number(b.online ?? false) - Number(a.online ?? false));
  });
  readonly loaded = computed(() => this.#roster() !== undefined && this.#conversations() !== undefined);
  readonly #presence = computed(() => new Map(this.friends().map(({ id, online }) => [id, online])));

  readonly list = computed<readonly Chat[]>(() => {
    const groups = this.#groupsById();
    const spoken = (this.#conversations() ?? []).flatMap(({ peer, last, unread }) =>
      peer && (peer.type !== PeerType.Group || groups.has(peer.id)) ? [this.#chat(peer, unread, last)] : [],
    );
    const listed = new Set(spoken.map(({ key }) => key));
    const silent = [...groups.keys()].map((id) => this.#chat(group(id), 0));
    return [...spoken, ...silent.filter(({ key }) => !listed.has(key))];
  });
  readonly unread = computed(() => this.list().reduce((sum, { unread }) => sum + unread, 0));

  name({ id, type }: Peer): string {
    return type === PeerType.Group ? (this.#groupsById().get(id)?.name ?? 'Group') : id;
  }

  online({ id, type }: Peer): boolean | undefined {
    return type === PeerType.Group ? undefined : this.#presence().get(id);
  }

  /** What stands below the name. */
  status(peer: Peer): string {
    if (peer.type === PeerType.Group) {
      const members = this.#groupsById().get(peer.id)?.members ?? [];
      return `${members.length} members: ${members.join(', ')}`;
    }
    if (!this.#presence().has(peer.id)) return 'Not a friend';
    const online = this.online(peer);
    return online === undefined ? 'Friend' : online ? 'Online' : 'Offline';
  }

  #chat(peer: Peer, unread: number, last?: ChatRecord): Chat {
    const isGroup = peer.type === PeerType.Group;
    const speaker = last?.speaker === this.#self() ? 'You: ' : isGroup && last ? `${last.speaker}: ` : '';
    return {
      key: keyOf(peer),
      link: ['/', ...addressOf(peer)],
      name: this.name(peer),
      group: isGroup,
      online: this.online(peer),
      said: last ? speaker + summaryOf(last.content) : isGroup ? 'New group' : '',
      time: last ? shortTimeOf(last.ts) : '',
      unread,
    };
  }
}
