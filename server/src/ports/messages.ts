import type { Content, ConversationKey, Identity, PeerType } from 'rxim/protocol';

export interface StoredMessage {
  readonly conv: ConversationKey;
  readonly seq: number;
  readonly ts: number;
  /** `null`: a system message. */
  readonly speaker: Identity | null;
  /** Whom it was for, and as what, at the time of sending. */
  readonly to: { readonly id: string; readonly type: PeerType };
  readonly content: Content;
  readonly remark?: string | undefined;
  readonly cid?: string | undefined;
}
