import type { Heard } from '../messaging';
import {
  conversationKey,
  senderOf,
  type ChatRecord,
  type ConversationKey,
  type Peer,
  type System,
} from '../protocol';

/** Something said in a conversation, by whomever. */
export interface Told {
  readonly conv: ConversationKey;
  /** Whom an answer goes to; absent for the system's messages. */
  readonly peer: Peer | undefined;
  readonly record: ChatRecord;
}

/** The record that a history would show of this. */
const recordOf = (
  speaker: string,
  { content, ts, remark, seq, cid }: System & { readonly cid?: string },
): ChatRecord => ({
  speaker,
  content,
  ts,
  ...(remark !== undefined && { remark }),
  ...(seq !== undefined && { seq }),
  ...(cid !== undefined && { cid }),
});

/** What an event says, if it says something. */
export const toldBy = ({ self, event, place }: Heard): Told | undefined => {
  switch (event.name) {
    case 'message': {
      const peer = senderOf(event.payload);
      const conv = place?.conv ?? conversationKey(self, peer);
      return { conv, peer, record: recordOf(event.payload.from.id, event.payload) };
    }
    case 'yourself': {
      const { to: peer } = event.payload;
      return {
        conv: place?.conv ?? conversationKey(self, peer),
        peer,
        record: recordOf(self.id, event.payload),
      };
    }
    case 'sys':
      return place && { conv: place.conv, peer: undefined, record: recordOf('', event.payload) };
    default:
      return undefined;
  }
};
