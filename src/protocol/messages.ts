import type { Content } from './media';
import type { Peer, PeerType } from './peers';

/** Who wrote. In a group or room `gid` is its id and `id` the member who spoke. */
export type From =
  | {
      readonly id: string;
      readonly type: typeof PeerType.Friend | typeof PeerType.Guest | typeof PeerType.Stranger;
    }
  | {
      readonly id: string;
      readonly type: typeof PeerType.Group | typeof PeerType.Room;
      readonly gid: string;
    };

/** What every message carries, whoever it is from. */
export interface Spoken {
  readonly content: Content;
  /** When the server accepted it, in milliseconds since 1970; strictly increasing within a conversation. */
  readonly ts: number;
  /** Whatever the sender attached for its own use, at most 1 KiB. */
  readonly remark?: string;
  /** Position in the conversation, 1, 2, 3 … without holes. Room messages are not stored and have none. */
  readonly seq?: number;
}

/** Event `message`: what another user, guest or member wrote (guide: `onMessage`). */
export interface Message extends Spoken {
  readonly from: From;
}

/** Event `yourself`: what the same user sent from another device (guide: `yourself`). */
export interface Yourself extends Spoken {
  readonly to: Peer;
  /** The id under which that device sent it. */
  readonly cid?: string;
}

/** Event `sys`: a system message (guide: `sys`). */
export type System = Spoken;

/** How the offline notification of one message looks (PROTOCOL.md, "say"). */
export interface PushShape {
  /** `false` sends none. @default true */
  readonly enable?: boolean;
  readonly sound?: string;
  readonly badge?: number;
  /** Put before the text. */
  readonly prefix?: string;
  /** Put behind the text. */
  readonly suffix?: string;
  /** Replaces prefix, text and suffix. */
  readonly overwrite?: string;
  readonly contentAvailable?: boolean;
}

/** Event `say`: a message on its way to the server. */
export interface Say {
  readonly to: Peer;
  readonly content: Content;
  readonly remark?: string | undefined;
  readonly push?: PushShape | undefined;
  /** Asks for an `ack` that carries this number. */
  readonly ack?: number;
  /** Minted once a message by the sender; sending it again under the same `cid` stores nothing twice. */
  readonly cid?: string;
  /** The `cid` of the message that must come before this one in its conversation. */
  readonly after?: string | undefined;
}

/** Event `ack`: the message is on disk (a room message: on its way). */
export interface Ack {
  readonly ack?: number;
  readonly cid?: string;
  readonly ts: number;
  readonly seq?: number;
  /** It had been accepted before; nothing was stored now. */
  readonly dup?: true;
}

/** Event `ack` of a message that was not accepted; only clients that negotiated `x` get one. */
export interface Refusal {
  readonly ack?: number;
  readonly cid?: string;
  /** Why, see codes.ts. */
  readonly error: number;
  readonly message?: string;
  /** The same message may be sent again later. */
  readonly retry: boolean;
}
