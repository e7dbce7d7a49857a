/** What a receiver is to the sender, and the sender to the receiver (PROTOCOL.md, "Peers"). */
export const PeerType = { Friend: 0, Group: 1, Room: 2, Guest: 3, Stranger: 4 } as const;
export type PeerType = (typeof PeerType)[keyof typeof PeerType];

/**
 * Whom a message goes to. Without a `type` the sender is a guest, who can write to users only, or a user who leaves it
 * to the server to tell friend from stranger.
 */
export interface Peer {
  /** Id of the user, group, room or guest. */
  readonly id: string;
  readonly type?: PeerType;
}

/** A friend, by user id. */
export const friend = (id: string): Peer => ({ id, type: PeerType.Friend });
/** A group, by its id. */
export const group = (id: string): Peer => ({ id, type: PeerType.Group });
/** A room, by its id. */
export const room = (id: string): Peer => ({ id, type: PeerType.Room });
/** A guest (guide: passenger), by its id. */
export const guest = (id: string): Peer => ({ id, type: PeerType.Guest });
/** A user who is no friend. */
export const stranger = (id: string): Peer => ({ id, type: PeerType.Stranger });
/** A user, be it a friend or a stranger. */
export const user = (id: string): Peer => ({ id });

/** Ids of users and guests: what an application may choose. */
export const USER_ID = /^[A-Za-z0-9_-]{1,128}$/;
/** Ids of groups and rooms: what the server gives. */
export const OBJECT_ID = /^[0-9a-f]{32}$/;
