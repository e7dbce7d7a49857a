/** What the page shows, as streams that are made of those of the client. */
const { Media, PeerType, group, guest, user, rxjs } = rxim;
const {
  catchError,
  combineLatest,
  distinctUntilChanged,
  filter,
  map,
  merge,
  of,
  scan,
  shareReplay,
  startWith,
  switchMap,
} = rxjs;

/** Whom an address leads to, by its first letter; the server knows which users are friends. */
const PEERS = { u: user, g: group, p: guest };

/** The address of a chat within the page: what stands behind `#`. */
const addressOf = ({ id, type }) => {
  const kind = type === PeerType.Group ? 'g' : type === PeerType.Guest ? 'p' : 'u';
  return `${kind}/${id}`;
};

/** In one line. */
export const summaryOf = ({ media, body }) => {
  switch (media) {
    case Media.Image:
      return 'Photo';
    case Media.Audio:
      return 'Voice message';
    case Media.Video:
      return 'Video';
    default:
      return body;
  }
};

/** The groups of a user by their ids; conversations know groups by id only. */
const groupsOf = (im, self) =>
  merge(
    im.state$.pipe(filter(({ name }) => name === 'online')),
    im.change$.pipe(filter(({ kind }) => kind === 'group')),
  ).pipe(
    switchMap(() => im.groups.listDetailed(self).pipe(catchError(() => of(undefined)))),
    // What cannot be loaded now is loaded at the next login.
    scan((known, loaded) => loaded ?? known, []),
    map((groups) => new Map(groups.map((each) => [each.id, each]))),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

/** Friends with their presence, which nobody can know without a connection. */
const friendsOf = (im) =>
  combineLatest([
    im.friends.live$,
    im.state$.pipe(
      map(({ name }) => name === 'online'),
      distinctUntilChanged(),
    ),
  ]).pipe(
    map(([friends, known]) => (known ? friends : friends.map(({ id }) => ({ id })))),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

export const createModel = (im, self) => {
  const friends$ = friendsOf(im);
  const groups$ = groupsOf(im, self);

  const chats$ = combineLatest([im.conversations$, friends$.pipe(startWith([])), groups$]).pipe(
    map(([conversations, friends, groups]) => {
      const presence = new Map(friends.map(({ id, online }) => [id, online]));
      const chatOf = ({ peer, last, unread }) => {
        const isGroup = peer.type === PeerType.Group;
        const info = isGroup ? groups.get(peer.id) : undefined;
        return {
          key: addressOf(peer),
          group: isGroup,
          name: isGroup ? (info?.name ?? 'Group') : peer.id,
          online: isGroup ? undefined : presence.get(peer.id),
          last,
          unread,
        };
      };
      const known = conversations
        .filter(({ peer }) => peer && (peer.type !== PeerType.Group || groups.has(peer.id)))
        .map(chatOf);
      const listed = new Set(known.map(({ key }) => key));
      // Groups in which nobody has spoken yet.
      const silent = [...groups.values()]
        .map(({ id }) => chatOf({ peer: group(id), unread: 0 }))
        .filter(({ key }) => !listed.has(key));
      return [...known, ...silent];
    }),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

  /** Whom the chat at an address is with, kept up to date; `undefined`: there is no such address. */
  const chat$ = (address) => {
    const [, kind, id] = /^([ugp])\/([\w-]+)$/.exec(address) ?? [];
    if (id === undefined) return undefined;
    return kind === 'g'
      ? groups$.pipe(
          startWith(new Map()),
          map((groups) => groups.get(id)),
          map((info) => ({ name: info?.name ?? 'Group', members: info?.members ?? [] })),
        )
      : friends$.pipe(
          startWith([]),
          map((friends) => ({ name: id, friend: friends.find((each) => each.id === id) })),
        );
  };

  /** Whom a message to an address goes to. */
  const peerOf = (address) => PEERS[address[0]](address.slice(2));

  return { friends$, chats$, chat$, peerOf };
};
