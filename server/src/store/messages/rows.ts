import type { Content, PeerType } from 'rxim/protocol';
import type { StoredMessage } from '../../ports/store';
import { memberIdentity } from '../members';

/** Columns that a reader of messages selects. */
export const COLUMNS = ['m.seq', 'm.ts', 'm.speaker', 'm.to_id', 'm.to_type', 'm.payload', 'm.cid'] as const;

export interface MessageRow {
  readonly seq: number;
  readonly ts: number;
  readonly speaker: string | null;
  readonly to_id: string;
  readonly to_type: number;
  readonly payload: string | null;
  readonly cid: string | null;
}

export const toMessage = (conv: string, row: MessageRow): StoredMessage => {
  const { content, remark } = JSON.parse(row.payload ?? '{}') as { content: Content; remark?: string };
  return {
    conv,
    seq: row.seq,
    ts: row.ts,
    speaker: row.speaker === null ? null : memberIdentity(row.speaker),
    to: { id: row.to_id, type: row.to_type as PeerType },
    content,
    remark,
    cid: row.cid ?? undefined,
  };
};
